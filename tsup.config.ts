import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", absenteeism: "src/absenteeism/index.ts" },
  format: "esm",
  platform: "neutral",
  target: "es2020",
  // One copy of the engine, whichever entries a program imports.
  splitting: true,
  dts: true,
  clean: true,
});
