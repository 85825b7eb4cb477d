// Runs the worker on this machine: `node dev.js`. To deploy it, use `npx wrangler deploy`.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("src/worker.js", import.meta.url))],
  bundle: true,
  format: "esm",
  write: false,
});
const worker = new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  compatibilityDate: "2026-04-01",
  port: Number(process.env.PORT ?? 8787),
});
console.log(String(await worker.ready));
