// The files of the package, as `npm pack` lists them. None is missing, none is unwanted, and their
// links lead to one another.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/installed-package.js";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("package.json"));
const packed = listPacked();
const paths = [...packed.keys()];

/** The size of each file in the package, by its path. */
function listPacked(): Map<string, number> {
  const printed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [description] = Object.values(JSON.parse(printed)) as [{ files: { path: string; size: number }[] }];
  return new Map(description.files.map(({ path, size }) => [path, size]));
}

describe("the files of the package", () => {
  const folders = /^(docs|examples|bench|exporter)\//;
  const chunks = /^dist\/([a-z-]+-[0-9A-Z]{8}\.js|(explainer|interval-predictor|model)-[\w-]+\.d\.c?ts)$/;

  it("are these, beside chunks, pages and the exporter", () => {
    expect(paths.filter((path) => !folders.test(path) && !chunks.test(path)).sort()).toEqual([
      "ARCHITECTURE.md",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "SECURITY.md",
      "THIRD-PARTY-NOTICES",
      "dist/absenteeism.cjs",
      "dist/absenteeism.d.cts",
      "dist/absenteeism.d.ts",
      "dist/absenteeism.iife.js",
      "dist/absenteeism.js",
      "dist/cli-parquet.js",
      "dist/cli-worker.js",
      "dist/cli.js",
      "dist/explain.cjs",
      "dist/explain.d.cts",
      "dist/explain.d.ts",
      "dist/explain.js",
      "dist/index.cjs",
      "dist/index.d.cts",
      "dist/index.d.ts",
      "dist/index.js",
      "dist/intervals.cjs",
      "dist/intervals.d.cts",
      "dist/intervals.d.ts",
      "dist/intervals.js",
      "dist/monitoring.cjs",
      "dist/monitoring.d.cts",
      "dist/monitoring.d.ts",
      "dist/monitoring.js",
      "dist/service.d.ts",
      "dist/service.js",
      "dist/store-thread.js",
      "dist/supportvector.iife.js",
      "dist/trial-process.js",
      "package.json",
      "src/model-file/model.schema.json",
      "src/service/triggers/rules.schema.json",
    ]);
  });

  it("include every page of docs/ and every module of the exporter", () => {
    const pages = readdirSync(join(ROOT, "docs")).filter((file) => file.endsWith(".md"));
    const modules = readdirSync(join(ROOT, "exporter/supportvector_export"), { encoding: "utf8", recursive: true })
      .filter((file) => /\.(py|json)$/.test(file))
      .map((file) => `supportvector_export/${file}`);
    for (const path of ["pyproject.toml", "README.md", ...modules]) expect(paths).toContain(`exporter/${path}`);
    for (const page of pages) expect(paths).toContain(`docs/${page}`);
  });

  it("hold no picture, no test, no cache of Python and no installed package", () => {
    const unwanted = /\.(png|jpe?g|gif|webp|pyc|map)$|(^|\/)(tests?|__pycache__|node_modules)\/|\.egg-info/;
    expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
  });

  it("take less than 390 kB for the exporter, and 450 kB beside it and dist/, unpacked", () => {
    const sizeOf = (chosen: readonly string[]): number => chosen.reduce((sum, path) => sum + packed.get(path)!, 0);
    const exporter = paths.filter((path) => path.startsWith("exporter/"));
    expect(sizeOf(exporter)).toBeLessThan(390_000);
    const rest = paths.filter((path) => !path.startsWith("exporter/") && !path.startsWith("dist/"));
    expect(sizeOf(rest)).toBeLessThan(450_000);
  });
});

describe("package.json", () => {
  it("tells content delivery networks which file a plain <script> gets", () => {
    for (const field of ["unpkg", "jsdelivr"]) expect(manifest[field]).toBe("./dist/supportvector.iife.js");
  });

  it("has no runtime dependencies", () => {
    expect(manifest.dependencies ?? {}).toEqual({});
    const optional = Object.keys(manifest.peerDependencies).map((name) => [name, { optional: true }]);
    expect(manifest.peerDependenciesMeta).toEqual(Object.fromEntries(optional));
  });

  it("names files that are in the package", () => {
    const strings = (node: unknown): string[] =>
      typeof node === "string" ? [node] : Object.values(node as object).flatMap(strings);
    const { main, types, typesVersions, exports, bin } = manifest;
    for (const path of strings({ main, types, typesVersions, exports, bin })) expect(paths).toContain(normalize(path));
  });
});

describe("the pages of the package", () => {
  const pages = paths.filter((path) => path.endsWith(".md"));

  it.each(pages)("%s has no dead link", (page) => {
    expect(linksOf(read(page)).filter((link) => isDead(page, link))).toEqual([]);
  });

  /** Links and pictures that do not lead to another site, outside of code. */
  function linksOf(text: string): string[] {
    const prose = text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");
    const links = [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:href|src)="([^"]+)"/g)];
    return links.map(([, link, attribute]) => (link ?? attribute)!).filter((link) => !/^[a-z]+:/.test(link));
  }

  function isDead(page: string, link: string): boolean {
    const [path, anchor] = link.split("#") as [string, string?];
    const target = path === "" ? page : normalize(join(dirname(page), path));
    if (!packed.has(target)) return true;
    return anchor !== undefined && target.endsWith(".md") && !headingsOf(read(target)).includes(anchor);
  }

  /** The anchors of a page's headings, as sites that show Markdown make them. */
  function headingsOf(text: string): string[] {
    const headings = [...text.replace(/^```.*?^```/gms, "").matchAll(/^#+ (.*)$/gm)];
    return headings.map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replace(/ /g, "-"),
    );
  }
});

describe("THIRD-PARTY-NOTICES", () => {
  const notices = read("THIRD-PARTY-NOTICES");
  /** Builds that are not minified say from which file each part comes. */
  const sources = paths
    .filter((path) => /^dist\/.*\.c?js$/.test(path))
    .flatMap((path) => [...read(path).matchAll(/^ *\/\/ (node_modules\/.*)$/gm)].map(([, file]) => file!));
  const bundled = new Set(sources.map((file) => file.match(/.*node_modules\/(@[^/]+\/)?[^/]+/)![0]));

  it("is about something", () => {
    expect(bundled).toContain("node_modules/commander");
  });

  it("is not about the engine", () => {
    for (const file of ["dist/index.cjs", "dist/absenteeism.cjs"]) expect(read(file)).not.toContain("node_modules/");
  });

  it.each([...bundled])("has the licence of %s", (folder) => {
    const { name, version, license } = JSON.parse(read(`${folder}/package.json`));
    const file = readdirSync(join(ROOT, folder)).find((each) => /^licen[cs]e/i.test(each))!;
    const words = (text: string): string => text.replace(/\s+/g, " ").trim();
    expect(notices).toContain(`${name} ${version}, ${license}\n`);
    expect(words(notices)).toContain(words(read(`${folder}/${file}`)));
  });

  it("has the text of a licence that a bundled file only refers to", () => {
    expect(notices).toContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });

  it("attributes the data of the included model", () => {
    expect(notices).toContain("https://doi.org/10.24432/C5X882");
    expect(notices).toContain("CC BY 4.0");
  });
});

describe("members that the build shortens", () => {
  const [, list = ""] = /const INTERNAL = `([^`]+)`/.exec(read("tsup.config.ts")) ?? [];
  const names = list.match(/\w+/g) ?? [];

  /** The names of the members that a program sees: those of all types, unless they are private. */
  function membersOf(path: string): string[] {
    const members: string[] = [];
    const visit = (node: ts.Node): void => {
      if ((ts.isTypeElement(node) || ts.isClassElement(node)) && node.name)
        if (!(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private)) members.push(node.name.getText());
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true));
    return members;
  }

  it("are no members of what the package exports or sends, and no keys of model files", () => {
    expect(names).toContain("runtimeChecks");
    const members = paths.filter((path) => path.endsWith(".d.ts")).flatMap(membersOf);
    expect(members).toContain("predictBatch");
    const keys = [...read("src/model-file/model.schema.json").matchAll(/"(\w+)":/g)].map(([, key]) => key!);
    // Messages between processes and threads, which may run other builds: the tests run sources.
    const messages = [
      "src/cli/serve/messages.ts",
      "src/service/drift/drift-sums.ts",
      "src/service/model/load-failure.ts",
      ...["firings", "messages", "promotions", "store-thread", "summaries", "timelines"].map(
        (name) => `src/service/store/${name}.ts`,
      ),
    ].flatMap(membersOf);
    expect(messages).toContain("versions");
    const taken = new Set([...members, ...messages, ...keys]);
    expect(names.filter((name) => taken.has(name))).toEqual([]);
  });
});
