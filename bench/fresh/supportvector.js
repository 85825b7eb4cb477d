import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, dist] = process.argv.slice(2);
const { loadModel } = await import(`${dist}/index.js`);
const model = loadModel(readFileSync(`${folder}/model.json`, "utf8"));
model.predict(JSON.parse(readFileSync(`${folder}/record.json`, "utf8")));
finish(model);
