// Type-checks programs that are in memory, as if they stood in this package.

import { dirname, join } from "node:path";
import ts from "typescript";
import { ROOT } from "./installed-package.js";

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  skipLibCheck: true,
  resolveJsonModule: true,
  noEmit: true,
  types: ["node"],
};

/**
 * Type-checks all files together, in one program.
 *
 * @param files their texts by their paths from the package's folder, which need not exist
 * @returns what is wrong: the path, the line from 0, and the message
 */
export function typeCheck(files: Readonly<Record<string, string>>): { path: string; line: number; message: string }[] {
  const texts = new Map(Object.entries(files).map(([path, text]) => [join(ROOT, path), text]));
  const folders = new Set([...texts.keys()].map((path) => dirname(path)));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, directoryExists } = host;
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || directoryExists!(path);
  const roots = [...texts.keys()].filter((path) => path.endsWith(".ts"));
  return ts.getPreEmitDiagnostics(ts.createProgram(roots, OPTIONS, host)).map(({ file, start, messageText }) => ({
    path: file ? file.fileName.slice(ROOT.length) : "",
    line: file ? file.getLineAndCharacterOfPosition(start ?? 0).line : 0,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}
