// onnxruntime, native and as WebAssembly: SVMRegressor in float32, on encoded rows. One thread, as
// everything here. The tensors are made beforehand: only `run` is timed.

import { writeOnnx } from "../onnx.js";
import { rowsFrom } from "./encoded-rows.js";
import { importPeer } from "./not-installed.js";

async function load(problem, name) {
  const { default: ort } = await importPeer(name);
  if (name === "onnxruntime-web") ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(writeOnnx(problem.svr), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const { width } = problem.svr;
  const batch = {
    prepare: (start, count) => ({
      row: new ort.Tensor("float32", Float32Array.from(rowsFrom(problem, start, count)), [count, width]),
    }),
    run: async (feeds) => (await session.run(feeds)).prediction.data,
  };
  return {
    asynchronous: true,
    one: { prepare: (row) => batch.prepare(row, 1), run: async (feeds) => (await batch.run(feeds))[0] },
    batch,
  };
}

export const node = { load: (problem) => load(problem, "onnxruntime-node") };
export const web = { load: (problem) => load(problem, "onnxruntime-web") };
