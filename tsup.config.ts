import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", absenteeism: "src/absenteeism/index.ts", service: "src/service/index.ts" },
  format: "esm",
  platform: "neutral",
  target: "es2020",
  tsconfig: "tsconfig.node.json",
  // Only src/service may import these: tsconfig.json, which has no types of Node, holds the engine to it.
  external: [/^node:/],
  removeNodeProtocol: false,
  // One copy of the engine, whichever entries a program imports.
  splitting: true,
  dts: true,
  clean: true,
});
