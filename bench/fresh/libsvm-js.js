import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, entry] = process.argv.slice(2);
const Svm = await (await import(entry)).default;
const svm = Svm.load(readFileSync(`${folder}/svr.libsvm`, "utf8"));
svm.predictOne(JSON.parse(readFileSync(`${folder}/row.json`, "utf8")));
finish(svm);
