import { readFileSync } from "node:fs";
import { finish } from "./finish.js";

const [folder, name] = process.argv.slice(2);
const { default: ort } = await import(name);
if (name === "onnxruntime-web") ort.env.wasm.numThreads = 1;
const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const session = await ort.InferenceSession.create(readFileSync(`${folder}/svr.onnx`), options);
const row = Float32Array.from(JSON.parse(readFileSync(`${folder}/row.json`, "utf8")));
await session.run({ row: new ort.Tensor("float32", row, [1, row.length]) });
finish(session);
