// An esbuild plugin that writes the licences of all packages whose code is in the builds.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Plugin } from "esbuild";

const PREFACE = `The files in dist/ hold code of the packages below. Each keeps its own licence.
The engine (dist/index.*, dist/supportvector.iife.js) holds no code of theirs.

The included model (dist/absenteeism.*) derives from the data set "Absenteeism at work" by Andrea
Martiniano, Ricardo Ferreira and Renato Sassi, https://doi.org/10.24432/C5X882, under the licence
CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. The changes: a support vector regression
was fitted to 592 of its 740 rows.`;

const LICENCE_FILE = /^(licen[cs]e|notice|copying)/i;
const FIRST_COMMENT = /^\s*(?:\/\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/;
const COMMENT_MARKS = /^[ \t]*(?:\/\*+|\*\/|\*|\/\/) ?|\*\/\s*$/gm;
const LINE = `\n\n${"-".repeat(80)}\n\n`;

/**
 * Bundled files by the folder of their package. All builds of one run share it, so that the last
 * one writes them all.
 */
const bundled = new Map<string, Set<string>>();

/** @param path the file to write */
export function thirdPartyNotices(path: string): Plugin {
  return {
    name: "third-party-notices",
    setup(build) {
      build.onEnd(({ metafile }) => {
        for (const { inputs } of Object.values(metafile!.outputs)) Object.keys(inputs).forEach(note);
        const packages = [...bundled].map(describe).sort();
        writeFileSync(path, `${[PREFACE, ...packages, readApacheLicence()].join(LINE)}\n`);
      });
    },
  };
}

function note(file: string): void {
  const folder = file.match(/^.*node_modules\/(@[^/]+\/)?[^/]+(?=\/)/)?.[0];
  if (folder !== undefined) bundled.set(folder, new Set(bundled.get(folder)).add(file));
}

/** The licence of a package, and the notices of what it took from others. */
function describe([folder, files]: [string, Set<string>]): string {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const licences = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (licences.length === 0) throw new Error(`expected a licence file in ${folder}, got none`);
  const texts = licences.map((file) => tidy(readFileSync(`${folder}/${file}`, "utf8")));
  const notices = new Set([...files].sort().flatMap(noticeOf));
  return [`${name} ${version}, ${license}`, ...texts, ...notices].join("\n\n");
}

/** What the comment at the beginning of a file says of copyright and licence. */
function noticeOf(file: string): string[] {
  const [comment = ""] = readFileSync(file, "utf8").match(FIRST_COMMENT) ?? [];
  if (!/copyright/i.test(comment)) return [];
  const paragraphs = tidy(comment.replace(COMMENT_MARKS, "")).split(/\n{2,}/);
  return [paragraphs.filter((paragraph) => /copyright|licen[cs]e/i.test(paragraph)).join("\n\n")];
}

/** hyparquet-compressors holds files under this licence, but not its text. */
function readApacheLicence(): string {
  return tidy(readFileSync(new URL("Apache-2.0.txt", import.meta.url), "utf8"));
}

function tidy(text: string): string {
  const lines = text.replace(/\r/g, "").replace(/[ \t]+$/gm, "");
  return lines.replace(/^\n+|\n+$/g, "");
}
