import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, dist] = process.argv.slice(2);
const { model } = await import(`${dist}/absenteeism.js`);
model.predict(JSON.parse(readFileSync(`${folder}/record.json`, "utf8")));
finish(model);
