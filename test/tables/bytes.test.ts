// A table reads the same however its bytes arrive.

import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { openCsv } from "../../src/tables/csv.js";
import { openJson, openNdjson } from "../../src/tables/json-chunks.js";
import type { Advice } from "../../src/tables/table-error.js";
import type { TextSettings } from "../../src/tables/text.js";
import { tinyModel } from "../support/tiny-model.js";

const { inputs } = loadModel(tinyModel());
const advice: Advice = { csv: "", json: "", ndjson: "", parquet: "", decimalComma: "", inputNames: "" };
const settings: TextSettings = {
  name: "rows",
  advice,
  async *gunzip(bytes) {
    yield gunzipSync(await collect(bytes));
  },
};

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

/** Yields the bytes in parts of these lengths. */
async function* deliver(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const end = at + lengths[i % lengths.length]!;
    yield bytes.subarray(at, end);
    at = end;
  }
}

const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });
const field = fc.string({ unit: fc.constantFrom(...'ab,;"\n\r é\u{1f600}'.match(/./gsu)!), maxLength: 12 });
const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const ENCODINGS: readonly ((text: string) => Uint8Array)[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  (text) => gzipSync(text),
];

it("CSV of any encoding, line end and delimiter", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(field, { minLength: 1, maxLength: 12 }),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom(...ENCODINGS),
      lengths,
      async (notes, newline, delimiter, encode, parts) => {
        const rows = notes.map((note) => `31${delimiter}early${delimiter}${quote(note)}${newline}`).join("");
        const header = ["Age", "Shift", quote('a "note"')].join(delimiter);
        const bytes = encode(header + newline + rows);
        const options = { decimal: "." } as const;
        const table = await openCsv(deliver(bytes, parts), { ...settings, inputs, options, added: ["predicted"] });
        expect(table.dialect).toMatchObject({ delimiter, newline, width: 3, positions: [0, 1] });
        expect(table.header.replace("\ufeff", "")).toBe(`${header}${delimiter}predicted${newline}`);
        expect((await collect(table.chunks)).toString()).toBe(rows);
      },
    ),
    { numRuns: 500 },
  );
});

it("NDJSON and JSON of any encoding", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(field, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...ENCODINGS),
      lengths,
      async (notes, encode, parts) => {
        const names = inputs.map(({ name }) => name);
        const lines = notes.map((note) => JSON.stringify({ note }));
        const ndjson = await openNdjson(deliver(encode(`${lines.join("\n")}\n`), parts), {
          ...settings,
          inputs: names,
        });
        expect((await collect(ndjson)).toString()).toBe(`${lines.join("\n")}\n`);
        const json = await openJson(deliver(encode(`\n${" ".repeat(150)}[${lines.join()}]`), parts), {
          ...settings,
          inputs: names,
        });
        expect(json.list).toBe(true);
        expect((await collect(json.chunks)).toString()).toBe(lines.map((line) => `${line}\x1e`).join(""));
      },
    ),
    { numRuns: 500 },
  );
});
