import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Options } from "tsup";
import { thirdPartyNotices } from "./scripts/third-party-notices.js";

type EsbuildPlugin = NonNullable<Options["esbuildPlugins"]>[number];
type TsupPlugin = NonNullable<Options["plugins"]>[number];

const common: Options = { tsconfig: "tsconfig.node.json", removeNodeProtocol: false };

/**
 * Members of the engine that no program sees and no model file has. No minifier can know that, so
 * the build shortens them, which saves 2 % of the engine. test/package.test.ts checks that no type
 * that the package exports has one, unless it is private there.
 */
const INTERNAL = `
  accepted accepts allocate areNumbers areOfKind blocks bounded cell cells claim codeOf compiled
  compileStep computation computing createOutputs describeFailures describeMisfit distinct dualCoef
  encodings evaluator evaluators fail failures findProblems findRowProblems firsts fits gather high
  hotCells inputsOf instructions invertible isDoubtful isTransformed joined keysOf lanes
  listWarnings low needed otherCell pairs panels partial places predictAll predictFirst predictRows
  ranks readInputs requiredFinite requireFinite requirePresent requires rowCount runsSteps
  runtimeChecks sole ties toPrediction tryPredictAll tryPredictRows vocabulary writers
`;

function shortenInternal(options: { mangleProps?: RegExp }): void {
  options.mangleProps = new RegExp(`^(${INTERNAL.trim().split(/\s+/).join("|")})$`);
}

const engine: Options = { ...common, esbuildOptions: shortenInternal };

/**
 * Leaves the package's own entries outside of the command, which imports them as any program does.
 * So the command holds no second copy of them.
 */
const entriesStayOutside: EsbuildPlugin = {
  name: "entries-stay-outside",
  setup(build) {
    const entries = ["index", "absenteeism/index", "explain/index", "intervals/index", "service/index"];
    build.onResolve({ filter: /\/index\.js$/ }, ({ path, resolveDir }) => {
      const entry = entries.find((name) => resolve(resolveDir, path) === resolve("src", `${name}.js`));
      return entry === undefined ? undefined : { path: `./${entry.replace("/index", "")}.js`, external: true };
    });
  },
};

/** Leaves the engine outside of the included model, so that both CommonJS files share one copy. */
const engineStaysOutside: EsbuildPlugin = {
  name: "engine-stays-outside",
  setup(build) {
    build.onResolve({ filter: /^\.\/load\.js$/ }, () => ({ path: resolve("src/absenteeism/load-by-engine.ts") }));
    build.onResolve({ filter: /^\.\.\// }, () => ({ path: "./index.cjs", external: true }));
  },
};

/**
 * Leaves the package's main entry outside of another one, so that both have the same classes of
 * errors. What an entry needs beyond the main one's exports stays inside.
 */
function mainStaysOutside(main: "./index.js" | "./index.cjs"): EsbuildPlugin {
  return {
    name: "main-stays-outside",
    setup(build) {
      build.onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: main, external: true }));
    },
  };
}

/**
 * Stores the included model as text. JSON.parse reads it faster than the engine compiles an object
 * literal, and loadModel need not copy it.
 */
const modelAsText: EsbuildPlugin = {
  name: "model-as-text",
  setup(build) {
    build.onLoad({ filter: /[/\\]model\.json$/ }, ({ path }) => ({
      contents: JSON.stringify(JSON.parse(readFileSync(path, "utf8"))),
      loader: "text",
    }));
  },
};

const notices: EsbuildPlugin = thirdPartyNotices("THIRD-PARTY-NOTICES");

/**
 * One CommonJS file, for Jest and for TypeScript that compiles to CommonJS. tsup splits CommonJS
 * only by a second compiler, which lowers `?.` and `??` to closures.
 */
function commonJs(name: string, entry: string, plugins: EsbuildPlugin[]): Options {
  return {
    ...engine,
    entry: { [name]: entry },
    format: "cjs",
    platform: "neutral",
    target: "es2020",
    esbuildPlugins: [...plugins, modelAsText, notices],
    splitting: false,
  };
}

/**
 * Turns a module into a script that defines a global: a plain object of the exports. esbuild's own
 * format defines a getter for each, in a generic way that takes 0.2 kB.
 */
function exportsAsGlobal(name: string): TsupPlugin {
  return {
    name: "exports-as-global",
    renderChunk(module) {
      const [exported = "", names = ""] = /export\{([^}]*)\};\s*$/.exec(module) ?? [];
      const members = names.replace(/(\w+) as (\w+)/g, "$2:$1");
      const body = module.slice(0, module.length - exported.length);
      return { code: `"use strict";var ${name}=(()=>{${body}return{${members}}})();\n` };
    },
  };
}

/** One file for a plain `<script>`, which defines a global of its name. */
function script(name: string, entry: string): Options {
  return {
    ...engine,
    entry: { [name]: entry },
    format: "esm",
    outExtension: () => ({ js: ".iife.js" }),
    platform: "neutral",
    target: "es2020",
    minify: true,
    esbuildPlugins: [modelAsText, notices],
    plugins: [exportsAsGlobal(name)],
    splitting: false,
  };
}

const modules: Options = {
  ...engine,
  entry: {
    index: "src/index.ts",
    absenteeism: "src/absenteeism/index.ts",
    explain: "src/explain/index.ts",
    service: "src/service/index.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "es2020",
  esbuildPlugins: [modelAsText, notices],
  // V8 reads a file without comments faster: a fresh process predicts 2 ms sooner. They hold
  // characters that are not Latin-1, so it would keep the text in two bytes per character. Names
  // stay, because people see those of classes and functions.
  minifyWhitespace: true,
  minifySyntax: true,
};

export default defineConfig([
  {
    ...modules,
    entry: {
      ...modules.entry,
      "trial-process": "src/service/model/trial-process.ts",
      "store-thread": "src/service/store/store-thread.ts",
    },
    // Only src/service may import these: tsconfig.json has no types of Node and holds the engine to
    // it.
    external: [/^node:/],
    // For ipaddr.js, which is CommonJS without `exports`. A neutral platform knows no such field.
    esbuildOptions(options) {
      shortenInternal(options);
      options.mainFields = ["main"];
    },
    // A program has one copy of the engine, whichever entries it imports.
    splitting: true,
  },
  // Has its own copy of the few functions that it shares with the engine. In a common chunk, they
  // would be one file more for each program that loads a model.
  { ...modules, entry: { monitoring: "src/monitoring/index.ts" }, splitting: false },
  {
    ...modules,
    entry: { intervals: "src/intervals/index.ts" },
    esbuildPlugins: [mainStaysOutside("./index.js"), notices],
    splitting: false,
  },
  {
    ...engine,
    entry: { ...modules.entry, monitoring: "src/monitoring/index.ts", intervals: "src/intervals/index.ts" },
    format: ["esm", "cjs"],
    dts: { only: true },
  },
  commonJs("index", "src/index.ts", []),
  commonJs("absenteeism", "src/absenteeism/index.ts", [engineStaysOutside]),
  commonJs("explain", "src/explain/index.ts", [mainStaysOutside("./index.cjs")]),
  commonJs("monitoring", "src/monitoring/index.ts", []),
  commonJs("intervals", "src/intervals/index.ts", [mainStaysOutside("./index.cjs")]),
  {
    ...common,
    entry: {
      cli: "src/cli/main.ts",
      "cli-worker": "src/cli/predict/worker.ts",
      "cli-parquet": "src/cli/predict/parquet-worker.ts",
    },
    format: "esm",
    platform: "node",
    target: "node20",
    // commander is CommonJS and requires modules of Node.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    esbuildPlugins: [entriesStayOutside, notices],
    splitting: true,
  },
  script("supportvector", "src/index.ts"),
  script("absenteeism", "src/absenteeism/index.ts"),
]);
