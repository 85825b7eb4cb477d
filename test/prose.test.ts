// The size of the documentation's prose, by these rules:
//
// - A word is what stands between blanks and has a letter or a digit. A piece of inline code is one
//   word.
// - A sentence ends with ".", "!" or "?" before a blank, or with its paragraph or item of a list.
// - A line is as long as it is shown: the target of a link does not count.
// - Code blocks, tables, headings, pictures and HTML are no prose.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/installed-package.js";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The paths of all pages, but those of installed packages. */
const pages = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md") && !/(^|\/)(node_modules|dist|build|\.git|\.pytest_cache)\//.test(path))
  .sort();

/** The lines that are prose, by their numbers from 1, with the others left empty. */
function proseLines(text: string): string[] {
  const withoutCode = text.replace(/^ *```.*?^ *```$/gms, (block) => block.replace(/.+/g, ""));
  return withoutCode.split("\n").map((line) => (/^ *[|<#]|^ *\[?!\[/.test(line) ? "" : line));
}

const shownLine = (line: string): string => line.replace(/\]\([^)]*\)/g, "]").replace(/https?:\S+/g, "");

function sentences(text: string): string[] {
  const paragraphs = proseLines(text)
    .map((line) =>
      line
        .replace(/`[^`]*`/g, "code")
        .replace(/^ *(?:[-*]|\d+\.) /, "\n")
        .replace(/^> ?/, ""),
    )
    .join("\n")
    .split(/\n\n+/);
  return paragraphs.flatMap((paragraph) => paragraph.split(/[.!?][")*_]*\s+/)).filter((part) => countWords(part) > 0);
}

const countWords = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

describe("README.md", () => {
  it("has at most 1,200 words, code and tables included", () => {
    expect(countWords(read("README.md"))).toBeLessThanOrEqual(1200);
  });

  it("has TypeScript within its first 30 lines", () => {
    const line = read("README.md").split("\n").indexOf("```ts") + 1;
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(30);
  });
});

describe.each(["README.md", "ARCHITECTURE.md"])("%s", (page) => {
  it("has at most 16 words in a sentence, on average", () => {
    const lengths = sentences(read(page)).map(countWords);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeLessThanOrEqual(16);
  });
});

describe.each(pages)("%s", (page) => {
  it("has no line of prose over 100 columns", () => {
    const long = proseLines(read(page)).flatMap((line, i) => ([...shownLine(line)].length > 100 ? [i + 1] : []));
    expect(long).toEqual([]);
  });
});
