// What a program takes that loads the library and reads a model file, before the library does
// anything with it.
import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, dist] = process.argv.slice(2);
await import(`${dist}/index.js`);
finish(JSON.parse(readFileSync(`${folder}/model.json`, "utf8")));
