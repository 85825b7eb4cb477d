// Imports go one way: as the tables of ARCHITECTURE.md say, which list each folder below those that
// it imports, and in no circle. Imports of types count as well.

import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** The source files, named as in the tables: by their paths in src/, or in the repository. */
const pathOf = new Map(
  ["src", "demo", "examples"].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.[tj]sx?$/.test(file) && !/node_modules|dist\//.test(file))
      .map((file) => [posix.join(folder === "src" ? "" : folder, file), `${folder}/${file}`]),
  ),
);

/** The files that each file imports. */
const imports = new Map(
  [...pathOf].map(([name, path]) => {
    const { importedFiles } = ts.preProcessFile(read(path));
    const found = importedFiles
      .filter(({ fileName }) => fileName.startsWith("."))
      .map(({ fileName }) => posix.join(posix.dirname(path), fileName).replace(/^src\//, ""))
      .flatMap((file) => [file, file.replace(/\.js$/, ".ts")].filter((each) => pathOf.has(each)));
    return [name, found];
  }),
);

/** The rows of the tables of folders: names of files and folders, and what these import. */
const rows = [...read("ARCHITECTURE.md").matchAll(/^\| folder .*\| imports \|\n.*\n((?:\|.*\n)+)/gm)].flatMap((table) =>
  table[1]!
    .trim()
    .split("\n")
    .map((line) => {
      const cells = line.split("|").map((cell) => [...cell.matchAll(/`([^`]+?)\/?`/g)].map((match) => match[1]!));
      return { names: cells[1]!, imports: cells[cells.length - 2]! };
    }),
);

/** Returns the most specific name in the tables that stands for a file. */
function folderOf(file: string): string | undefined {
  const names = rows.flatMap((row) => row.names).filter((name) => file === name || file.startsWith(`${name}/`));
  return names.sort((a, b) => b.length - a.length)[0];
}

describe("ARCHITECTURE.md", () => {
  it("lists every folder", () => {
    expect([...imports.keys()].filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  it.each(rows)("lists what $names import, all of it above", ({ names, imports: listed }) => {
    const files = [...imports.keys()].filter((file) => names.includes(folderOf(file) ?? ""));
    expect(files).not.toEqual([]);
    const found = files.flatMap((file) => imports.get(file)!).map((file) => folderOf(file)!);
    expect([...new Set(found)].filter((name) => !names.includes(name)).sort()).toEqual([...listed].sort());
    const above = rows
      .slice(
        0,
        rows.findIndex((row) => row.names === names),
      )
      .flatMap((row) => row.names);
    expect(listed.filter((name) => !above.includes(name))).toEqual([]);
  });
});

it("no file imports itself by way of others", () => {
  const reach = (file: string, reached = new Set<string>()): Set<string> => {
    for (const next of imports.get(file)!)
      if (!reached.has(next)) {
        reached.add(next);
        reach(next, reached);
      }
    return reached;
  };
  expect([...imports.keys()].filter((file) => reach(file).has(file))).toEqual([]);
});
