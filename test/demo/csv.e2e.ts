// A CSV: scored in a worker while the page stays alive, what comes of it shown and downloaded.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import Papa from "papaparse";
import { expect, it } from "vitest";
import { model } from "../../src/absenteeism/index.js";
import { makeAbsences, NOTE } from "./absences.js";
import { drop, eventually, readText } from "./demo-page.js";
import { example } from "./example.js";
import { inBrowsers } from "./visit.js";

inBrowsers((visit) => {
  /** Downloads a file, and returns its header and its rows once all are there. */
  const download = async (file: string, rowCount: number) => {
    await visit.page.click(`a[download="${file}"]`);
    return eventually(() => {
      const text = readFileSync(join(visit.downloads, file), "utf8");
      const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, delimiter: ";" });
      expect(data).toHaveLength(1 + rowCount);
      return data;
    });
  };

  it("of 100,000 rows is scored while the page stays alive; predictions and rejects can be downloaded", async () => {
    const { page } = visit;
    const { csv, records, rejects } = makeAbsences(100_000);
    const path = join(visit.downloads, "absences.csv");
    writeFileSync(path, csv);
    await page.evaluate(() => {
      const watch = window as unknown as { longest: number };
      watch.longest = 0;
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        watch.longest = Math.max(watch.longest, now - last);
        last = now;
        setTimeout(tick);
      };
      tick();
    });
    const begun = performance.now();
    const input = (await page.$("#score-file")) as unknown as { uploadFile(path: string): Promise<void> };
    await input.uploadFile(path);
    const status = `absences.csv: ${(100_000 - rejects.length).toLocaleString("en")} rows scored, ${rejects.length} rejected`;
    await eventually(async () => expect(await readText(page, "#score-status")).toContain(status));
    const duration = performance.now() - begun;
    const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest);
    console.log(
      `${visit.name}: 100,000 rows in ${(duration / 1000).toFixed(1)} s, the page's longest pause ${longest.toFixed(0)} ms`,
    );
    expect(longest).toBeLessThan(duration / 2);

    const table = await page.$$eval("#score-outcome tbody tr", (rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
    expect(table).toEqual(rejects.map(([row, ...rest]) => [row.toLocaleString("en"), ...rest]));
    expect(await page.$$eval("#score-outcome .histogram canvas", (canvases) => canvases.length)).toBe(1);

    const predicted = await download("absences-predicted.csv", records.size);
    const [header, ...rows] = predicted;
    expect(header).toEqual([
      "Note",
      ...model.inputs.map((i) => `${i.name} `),
      "predicted Absenteeism time in hours (hours)",
    ]);
    expect(rows.map((row) => Number(row.at(-1)))).toEqual(model.predictBatch([...records.values()]));
    expect(rows.filter(([note]) => note === NOTE)).toHaveLength(
      [...records.keys()].filter((r) => r % 500 === 0).length,
    );

    const lines = await download("absences-rejected.csv", rejects.length);
    expect(lines).toEqual([["row", "column", "reason"], ...rejects.map((reject) => reject.map(String))]);
  });

  it("shows how far it is, and can be stopped", async () => {
    const { page } = visit;
    await page.click("#score-example");
    await eventually(async () =>
      expect(await page.$eval("#score-bar", (bar) => (bar as HTMLProgressElement).value)).toBeGreaterThan(0),
    );
    expect(await readText(page, "#score-rows")).toMatch(/^[\d,]+ rows?$/);
    expect(page.workers()).toHaveLength(1);
    await page.click("#score-stop");
    await eventually(() => expect(page.workers()).toHaveLength(0), 5);
    expect(await readText(page, "#score-status")).toBe("Stopped.");
    expect(await page.$eval("#score-progress", (progress) => (progress as HTMLElement).hidden)).toBe(true);
  });

  it("that is empty is refused, and the page goes on", async () => {
    const { page } = visit;
    await drop(page, "#score-zone", "empty.csv", "");
    await eventually(async () => expect(await readText(page, "#score-status")).toMatch(/^empty\.csv is empty: /));
    expect(await page.$eval("#score-progress", (progress) => (progress as HTMLElement).hidden)).toBe(true);
    await drop(page, "#score-zone", "header.csv", `${model.inputs.map((i) => i.name).join()}\n`);
    await eventually(async () => expect(await readText(page, "#score-status")).toContain("header.csv: 0 rows scored"));
  });

  it("compressed by gzip, in UTF-16 and with decimal commas is scored as its reader says", async () => {
    const { page } = visit;
    const cells = model.inputs.map(({ name }) => String(example[name as keyof typeof example]).replace(".", ","));
    const text = `\ufeff${model.inputs.map((i) => i.name).join(";")}\r\n${cells.join(";")}\r\n`;
    const path = join(visit.downloads, "office.csv.gz");
    writeFileSync(path, gzipSync(Buffer.from(text, "utf16le")));
    const input = (await page.$("#score-file")) as unknown as { uploadFile(path: string): Promise<void> };
    await input.uploadFile(path);
    await eventually(async () => expect(await readText(page, "#score-status")).toContain("decimal comma"));
    await page.select("#score-decimal", ",");
    await input.uploadFile(path);
    await eventually(async () =>
      expect(await readText(page, "#score-status")).toContain("office.csv.gz: 1 row scored"),
    );
    const [, row] = await download("office-predicted.csv", 1);
    expect(row!.at(-1)).toBe(String(model.predict(example)).replace(".", ","));
  });

  it("that lacks columns is refused, by their names", async () => {
    const { page } = visit;
    const names = model.inputs.map((i) => i.name).filter((i) => i !== "Age" && i !== "Pet");
    await drop(page, "#score-zone", "short.csv", `${names.join()}\n1\n`);
    await eventually(async () =>
      expect(await readText(page, "#score-status")).toMatch(/^short\.csv has no column "Age", "Pet": /),
    );
  });
});
