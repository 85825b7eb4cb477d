import { readFileSync } from "node:fs";
import { loadModel } from "../../dist/index.js";
import { finish } from "./finish.js";

const [folder] = process.argv.slice(2);
const model = loadModel(readFileSync(`${folder}/model.json`, "utf8"));
model.predict(JSON.parse(readFileSync(`${folder}/record.json`, "utf8")));
finish(model);
