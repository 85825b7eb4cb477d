import { defineConfig, type Options } from "tsup";

const modules: Options = {
  entry: { index: "src/index.ts", absenteeism: "src/absenteeism/index.ts" },
  format: "esm",
  platform: "neutral",
  target: "es2020",
  // One copy of the engine, whichever entries a program imports.
  splitting: true,
  dts: true,
  // Both builds run at once.
  clean: ["!*.iife.js"],
};

/** One file for a plain `<script>`, which makes a global of its name. */
function script(name: string, entry: string): Options {
  return {
    entry: { [name]: entry },
    format: "iife",
    globalName: name,
    outExtension: () => ({ js: ".iife.js" }),
    platform: "neutral",
    target: "es2020",
    minify: true,
  };
}

export default defineConfig([
  modules,
  script("supportvector", "src/index.ts"),
  script("absenteeism", "src/absenteeism/index.ts"),
]);
