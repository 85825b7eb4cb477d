import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, dist] = process.argv.slice(2);
const { loadModel } = await import(`${dist}/index.js`);
// A function of its own, whose frame does not keep the text.
const load = () => loadModel(readFileSync(`${folder}/model.json`, "utf8"));
const model = load();
model.predict(JSON.parse(readFileSync(`${folder}/record.json`, "utf8")));
finish(model);
