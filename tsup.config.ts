import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";

const common: Options = { format: "esm", tsconfig: "tsconfig.node.json", removeNodeProtocol: false };

/** The command uses the package's entries as everybody does: what `src/cli/` imports from them is not bundled a second time. */
const entriesStayOutside: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "entries-stay-outside",
  setup(build) {
    const entries = ["index", "absenteeism/index", "service/index"];
    build.onResolve({ filter: /\/index\.js$/ }, ({ path, resolveDir }) => {
      const entry = entries.find((name) => resolve(resolveDir, path) === resolve("src", `${name}.js`));
      return entry === undefined ? undefined : { path: `./${entry.replace("/index", "")}.js`, external: true };
    });
  },
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
  {
    ...common,
    entry: { index: "src/index.ts", absenteeism: "src/absenteeism/index.ts", service: "src/service/index.ts" },
    platform: "neutral",
    target: "es2020",
    // Only src/service may import these: tsconfig.json, which has no types of Node, holds the engine to it.
    external: [/^node:/],
    // One copy of the engine, whichever entries a program imports.
    splitting: true,
    dts: true,
  },
  {
    ...common,
    entry: { cli: "src/cli/main.ts", "cli-worker": "src/cli/predict/worker.ts" },
    platform: "node",
    target: "node20",
    // commander is CommonJS, and requires Node's modules.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    esbuildPlugins: [entriesStayOutside],
    splitting: true,
  },
  script("supportvector", "src/index.ts"),
  script("absenteeism", "src/absenteeism/index.ts"),
]);
