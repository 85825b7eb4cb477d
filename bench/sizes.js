// How much a page has to load: minified and gzipped, without the model and with it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { writeLibsvm } from "./libsvm-text.js";
import { readSvr } from "./model-file.js";
import { writeOnnx } from "./onnx.js";
import { readShippedModel } from "./problems.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const gzipped = (content) => gzipSync(content, { level: 9 }).length;

/**
 * @returns `title`, and bytes of the `code` and of the shipped `model`, where the code is installed
 */
export async function measureSizes() {
  const file = readShippedModel();
  const svr = readSvr(file);
  const model = gzipped(JSON.stringify(file));
  const onnx = gzipped(writeOnnx(svr));
  const libsvm = gzipped(writeLibsvm(svr));
  const native = `onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`;
  return [
    { title: "supportvector", code: await bundle('export { loadModel } from "../dist/index.js"'), model },
    { title: "supportvector/absenteeism", code: await bundle('export * from "../dist/absenteeism.js"'), model: 0 },
    { title: "ml-matrix", code: await bundle('export { Matrix } from "ml-matrix"'), model },
    { title: "libsvm-js, WebAssembly", code: installed("libsvm-js/dist/browser/wasm"), model: libsvm },
    { title: "libsvm-js, asm.js", code: installed("libsvm-js/dist/browser/asm"), model: libsvm },
    {
      title: "onnxruntime-web",
      code: installed("onnxruntime-web/dist", /^ort\.wasm\.min\.mjs$|^ort-wasm-simd-threaded\.(mjs|wasm)$/),
      model: onnx,
    },
    {
      title: `onnxruntime-node, native library of ${process.platform} ${process.arch}`,
      code: installed(native),
      model: onnx,
    },
  ];
}

/** @returns bytes, or undefined where esbuild or the package is absent */
async function bundle(contents) {
  try {
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: here },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    return gzipped(outputFiles[0].contents);
  } catch {
    return undefined;
  }
}

/** @returns bytes of the files of a package's folder that a program needs, or undefined */
function installed(folder, needed = /\.(js|wasm|node|dylib|dll)$|\.so/) {
  const path = `${here}node_modules/${folder}`;
  if (!existsSync(path)) return undefined;
  const names = readdirSync(path).filter((name) => needed.test(name));
  return names.reduce((sum, name) => sum + gzipped(readFileSync(`${path}/${name}`)), 0);
}
