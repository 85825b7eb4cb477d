import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";

type EsbuildPlugin = NonNullable<Options["esbuildPlugins"]>[number];

const common: Options = { format: "esm", tsconfig: "tsconfig.node.json", removeNodeProtocol: false };

/** The command uses the package's entries as everybody does: what `src/cli/` imports from them is not bundled a second time. */
const entriesStayOutside: EsbuildPlugin = {
  name: "entries-stay-outside",
  setup(build) {
    const entries = ["index", "absenteeism/index", "service/index"];
    build.onResolve({ filter: /\/index\.js$/ }, ({ path, resolveDir }) => {
      const entry = entries.find((name) => resolve(resolveDir, path) === resolve("src", `${name}.js`));
      return entry === undefined ? undefined : { path: `./${entry.replace("/index", "")}.js`, external: true };
    });
  },
};

/** The included model as text: JSON.parse is through with it sooner than an object literal is compiled, and loadModel need not copy it. */
const modelAsText: EsbuildPlugin = {
  name: "model-as-text",
  setup(build) {
    build.onLoad({ filter: /[/\\]model\.json$/ }, ({ path }) => ({
      contents: JSON.stringify(JSON.parse(readFileSync(path, "utf8"))),
      loader: "text",
    }));
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
    esbuildPlugins: [modelAsText],
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
    esbuildPlugins: [modelAsText],
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
