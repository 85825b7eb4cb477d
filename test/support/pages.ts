// The pages of the documentation and their code blocks.
//
// The words behind a block's language say what its tests do with it:
//   ```ts             is type-checked, and run where it imports "supportvector"
//   ```ts age.ts      is a file beside the other blocks of its page, which may import it
//   ```csv rows.csv   is a file, too
//   ```ts ignore      is left alone

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed-package.js";

export interface Page {
  /** Its path in the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface Block {
  /** The line of its fence, from 1. */
  readonly line: number;
  readonly language: string;
  /** The name of the file that it is. */
  readonly file: string | undefined;
  readonly code: string;
}

/** Returns README.md and all of docs/, without the blocks that are to be ignored. */
export function readPages(): Page[] {
  const docs = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.map((name) => `docs/${name}`)].map((path) => {
    const text = readFileSync(join(ROOT, path), "utf8");
    return { path, text, blocks: readBlocks(text) };
  });
}

function readBlocks(text: string): Block[] {
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].flatMap((match) => {
    const [, language, word, code] = match as unknown as [string, string, string | undefined, string];
    if (word === "ignore") return [];
    const line = text.slice(0, match.index).split("\n").length;
    return [{ line, language, file: word, code }];
  });
}

/** Whether a block is a program that uses the package. */
export function isProgram({ language, file, code }: Block): boolean {
  return ["ts", "js"].includes(language) && file === undefined && /^import .*"supportvector\b/m.test(code);
}

/** Whether a block is commands of the installed package that end by themselves. */
export function isCommand({ language, code }: Block): boolean {
  return language === "sh" && /^npx supportvector /.test(code) && !/^npx supportvector serve/m.test(code);
}
