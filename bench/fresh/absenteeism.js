import { readFileSync } from "node:fs";
import { model } from "../../dist/absenteeism.js";
import { finish } from "./finish.js";

const [folder] = process.argv.slice(2);
model.predict(JSON.parse(readFileSync(`${folder}/record.json`, "utf8")));
finish(model);
