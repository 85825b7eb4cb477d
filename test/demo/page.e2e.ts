// The built page, end to end, in both browsers: what it shows equals what the library predicts, and it asks nobody else for anything.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import Papa from "papaparse";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../demo/content-security-policy.js";
import { type AbsenteeismRecord, model, predict } from "../../src/absenteeism/index.js";
import { loadModel } from "../../src/index.js";
import { BROWSER_NAMES } from "../browser/browsers.js";
import { numbersOf, readFixtures, toRecord } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";
import { makeAbsences, NOTE } from "./absences.js";
import {
  choose,
  control,
  type DemoPage,
  drop,
  enter,
  eventually,
  openDemo,
  readMessage,
  readPredictions,
  readText,
} from "./demo-page.js";
import { launchReader, type Scheme } from "./reader.js";
import { type Site, serveDemo } from "./site.js";

let site: Site;
beforeAll(async () => {
  site = await serveDemo();
});
afterAll(() => site.close());

/** Records as the form's controls give them. */
const readRecord = (page: Page): Promise<AbsenteeismRecord> =>
  page.$$eval("[data-input]", (fields) =>
    Object.fromEntries(
      fields.map((field) => {
        const input = field.querySelector("input, select") as HTMLInputElement;
        return [
          (field as HTMLElement).dataset["input"],
          input.type === "checkbox" ? Number(input.checked) : input.value,
        ];
      }),
    ),
  ) as never;

describe.each(BROWSER_NAMES)("in %s", (name) => {
  let downloads: string;
  let browser: Browser;
  let demo: DemoPage;
  let page: Page;

  beforeAll(async () => {
    downloads = mkdtempSync(join(tmpdir(), "supportvector-demo-"));
    browser = await launchReader(name, "light", downloads);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(downloads, { recursive: true, force: true });
  });
  beforeEach(async () => {
    demo = await openDemo(browser, site.url);
    page = demo.page;
  });
  afterEach(async () => {
    const complaints = await demo.complaints();
    // Firefox has pictures of its own in data: URLs.
    const own = [site.url, `blob:${site.url}`, "data:"];
    const elsewhere = demo.requests.filter((url) => !own.some((start) => url.startsWith(start)));
    await page.close();
    expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
  });

  describe("the form", () => {
    it("names the inputs and their categories, and begins with an example", async () => {
      const labels = await page.$$eval("[data-input]", (fields) =>
        fields.map((field) => [(field as HTMLElement).dataset["input"], field.querySelector("label")!.textContent]),
      );
      expect(labels.map(([input]) => input).sort()).toEqual(model.inputs.map((input) => input.name).sort());
      expect(Object.fromEntries(labels)).toMatchObject({ Age: "Age years", Son: "Children", Height: "Height cm" });
      const options = await page.$$eval(`${control("Reason for absence")} option`, (all) => all.map((o) => o.label));
      expect(options).toHaveLength(29);
      expect(options[23]).toBe("Medical consultation");
      expect(await readPredictions(page)).toEqual([predict(example)]);
    });

    it("predicts what is typed, chosen and switched, to the bit", async () => {
      await enter(page, "Age", "41");
      await enter(page, "Work load Average/day", "301.25");
      await choose(page, control("Reason for absence"), "XIII · Musculoskeletal system and connective tissue");
      await choose(page, control("Month of absence"), "November");
      await choose(page, control("Day of the week"), "Friday");
      await choose(page, control("Seasons"), "Spring");
      await choose(page, control("Education"), "Postgraduate");
      await page.click(control("Social smoker"));
      const changed = { Age: 41, "Work load Average/day": 301.25, "Reason for absence": 13, "Month of absence": 11 };
      const more = { "Day of the week": 6, Seasons: 4, Education: 3, "Social smoker": 1 };
      const expected = predict({ ...example, ...changed, ...more });
      expect(await readPredictions(page)).toEqual([expected]);
      expect(expected).not.toBe(predict(example));
      expect(await readText(page, "#result")).toContain(`${Number(expected.toPrecision(3))} hours`);
    });

    it("moves the number with the slider and the slider with the number", async () => {
      const slider = `[data-input=Age] input[type=range]`;
      await enter(page, "Age", "50");
      expect(await page.$eval(slider, (input) => (input as HTMLInputElement).value)).toBe("50");
      await page.$eval(slider, (input) => {
        (input as HTMLInputElement).value = "29";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      expect((await readRecord(page)).Age).toBe("29");
      expect(await readPredictions(page)).toEqual([predict({ ...example, Age: 29 })]);
    });

    it("shows the model's warnings beside the field, and predicts", async () => {
      await enter(page, "Age", "75");
      await choose(page, control("Reason for absence"), "II · Neoplasms");
      const record = { ...example, Age: 75, "Reason for absence": 2 };
      expect(model.check(record)).toHaveLength(2);
      expect(await readMessage(page, "Age")).toEqual({
        text: "Outside the training range, 27 to 58: the prediction is an extrapolation.",
        invalid: "false",
      });
      expect((await readMessage(page, "Reason for absence")).text).toMatch(/^Not seen in training/);
      expect(await readPredictions(page)).toEqual([predict(record)]);
      expect(await readText(page, "#result")).toContain("2 values not as in training");
      await enter(page, "Age", "35");
      expect((await readMessage(page, "Age")).text).toBe("");
    });

    it("shows errors beside the field, and no prediction", async () => {
      await enter(page, "Age", "");
      await enter(page, "Height", "1e400");
      expect(await readMessage(page, "Age")).toEqual({ text: "Empty: enter a finite number.", invalid: "true" });
      expect(await readMessage(page, "Height")).toMatchObject({ invalid: "true" });
      expect(await readPredictions(page)).toEqual([]);
      expect(await readText(page, "#result")).toContain("See Age. See Height.");
      await enter(page, "Age", "35");
      await enter(page, "Height", "175");
      expect(await readMessage(page, "Age")).toEqual({ text: "", invalid: "false" });
      expect(await readPredictions(page)).toEqual([predict(example)]);
    });

    it("tells a screen reader once typing pauses", async () => {
      await enter(page, "Age", "75");
      const hours = Number(predict({ ...example, Age: 75 }).toPrecision(3));
      const caution = "1 value not as in training: see the form.";
      const spoken = `Absenteeism time in hours: ${hours} hours. ${caution}`;
      await eventually(async () => expect(await readText(page, "#spoken")).toBe(spoken));
      expect(await page.$eval("#spoken", (region) => region.getAttribute("aria-live"))).toBe("polite");
    });
  });

  describe("what if", () => {
    const drawn = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

    /** Where the marker stands in the plot, from 0 to 1 each way. */
    const readMarker = () =>
      page.$eval("#what-if-chart .marker", (marker) => {
        const { clientWidth, clientHeight } = marker.parentElement!;
        const { left, top } = (marker as HTMLElement).style;
        return { x: Number.parseFloat(left) / clientWidth, y: Number.parseFloat(top) / clientHeight };
      });

    it("marks the present value on the curve", async () => {
      await choose(page, "#what-if-input", "Age");
      await enter(page, "Age", "58");
      await drawn();
      expect((await readMarker()).x).toBeCloseTo(1, 2);
      await enter(page, "Age", "27");
      await drawn();
      expect((await readMarker()).x).toBeCloseTo(0, 2);
      // Beyond the range, the curve goes as far.
      await enter(page, "Age", "89");
      await drawn();
      expect((await readMarker()).x).toBeCloseTo(1, 2);
    });

    it("redraws within the frame of the change", async () => {
      await choose(page, "#what-if-input", "Age");
      const moved = await page.evaluate(
        (selector) =>
          new Promise<string[]>((resolve) => {
            const marker = document.querySelector<HTMLElement>("#what-if-chart .marker")!;
            const input = document.querySelector<HTMLInputElement>(selector)!;
            requestAnimationFrame(() => {
              const before = marker.style.left;
              input.value = "52";
              input.dispatchEvent(new Event("input", { bubbles: true }));
              requestAnimationFrame(() => resolve([before, marker.style.left]));
            });
          }),
        control("Age"),
      );
      expect(moved[1]).not.toBe(moved[0]);
    });

    it("says in words where the curve is lowest and highest", async () => {
      await choose(page, "#what-if-input", "Pets");
      await drawn();
      const along = Array.from({ length: 241 }, (_, i) => (8 * i) / 240);
      const predictions = along.map((pets) => predict({ ...example, Pet: pets }));
      const [low, high] = [Math.min(...predictions), Math.max(...predictions)];
      const at = (value: number) => Number(along[predictions.indexOf(value)]!.toPrecision(4));
      expect(await readText(page, "#what-if-summary")).toBe(
        `Prediction: lowest ${Number(low.toPrecision(3))} hours at ${at(low)}, highest ${Number(high.toPrecision(3))} hours at ${at(high)}.`,
      );
    });

    it("says so where the prediction does not move", async () => {
      await choose(page, control("Reason for absence"), "XIII · Musculoskeletal system and connective tissue");
      await choose(page, "#what-if-input", "Age");
      await drawn();
      expect(await readText(page, "#what-if-summary")).toBe("Prediction: 8.01 hours all along.");
    });

    it("takes the value that is clicked at", async () => {
      await choose(page, "#what-if-input", "Age");
      const { left, top, width, height } = await page.$eval("#what-if-chart .u-over", (over) => {
        over.scrollIntoView({ block: "center" });
        const { left, top, width, height } = over.getBoundingClientRect();
        return { left, top, width, height };
      });
      await page.mouse.move(left + width * 0.5, top + height / 2);
      await page.mouse.click(left + width * 0.5, top + height / 2);
      const { Age } = await readRecord(page);
      expect(Math.abs(Number(Age) - 42.5)).toBeLessThanOrEqual(1);
      expect(await readPredictions(page)).toEqual([predict({ ...example, Age: Number(Age) })]);
    });

    it("shows categories as bars, which can be chosen", async () => {
      await choose(page, "#what-if-input", "Day of the week");
      await drawn();
      const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
      const bars = await page.$$eval(".bars button", (all) =>
        all.map((bar) => [
          bar.querySelector(".bar-name")!.textContent,
          bar.querySelector(".bar-number")!.textContent,
          bar.getAttribute("aria-pressed"),
        ]),
      );
      expect(bars).toEqual(
        days.map((day, i) => {
          const hours = predict({ ...example, "Day of the week": i + 2 });
          return [day, `${Number(hours.toPrecision(3))} hours`, String(day === "Tuesday")];
        }),
      );
      await page.focus(".bars li:nth-child(5) button");
      await page.keyboard.press("Enter");
      expect(await readPredictions(page)).toEqual([predict({ ...example, "Day of the week": 6 })]);
      expect(await page.$eval(":focus .bar-name", (label) => label.textContent)).toBe("Friday");
    });

    it("says so while there is no prediction", async () => {
      await choose(page, "#what-if-input", "Pets");
      await enter(page, "Age", "");
      await drawn();
      expect(await readText(page, "#what-if-summary")).toBe("No prediction: the form says what is missing.");
      expect(await page.$eval(".marker", (marker) => (marker as HTMLElement).hidden)).toBe(true);
    });
  });

  describe("a CSV", () => {
    /** Downloads a file; gives its header and its rows, once all are there. */
    const download = async (file: string, rowCount: number) => {
      await page.click(`a[download="${file}"]`);
      return eventually(() => {
        const text = readFileSync(join(downloads, file), "utf8");
        const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, delimiter: ";" });
        expect(data).toHaveLength(1 + rowCount);
        return data;
      });
    };

    it("of 100,000 rows is scored while the page stays alive; predictions and rejects can be downloaded", async () => {
      const { csv, records, rejects } = makeAbsences(100_000);
      const path = join(downloads, "absences.csv");
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
        `${name}: 100,000 rows in ${(duration / 1000).toFixed(1)} s, the page's longest pause ${longest.toFixed(0)} ms`,
      );
      expect(longest).toBeLessThan(duration / 2);

      const table = await page.$$eval("#score-outcome tbody tr", (rows) =>
        rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
      );
      expect(table).toEqual(rejects.map(([row, ...rest]) => [row.toLocaleString("en"), ...rest]));
      expect(await page.$$eval("#score-outcome .histogram canvas", (canvases) => canvases.length)).toBe(1);

      const predicted = await download("absences-predicted.csv", records.size);
      const [header, ...rows] = predicted;
      expect(header).toEqual(["Note", ...model.inputs.map((i) => i.name), "predicted Absenteeism time in hours"]);
      expect(rows.map((row) => Number(row.at(-1)))).toEqual(model.predictBatch([...records.values()]));
      expect(rows.filter(([note]) => note === NOTE)).toHaveLength(
        [...records.keys()].filter((r) => r % 500 === 0).length,
      );

      const lines = await download("absences-rejected.csv", rejects.length);
      expect(lines).toEqual([["row", "column", "reason"], ...rejects.map((reject) => reject.map(String))]);
    });

    it("shows how far it is, and can be stopped", async () => {
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

    it("that lacks columns is refused, by their names", async () => {
      const names = model.inputs.map((i) => i.name).filter((i) => i !== "Age" && i !== "Pet");
      await drop(page, "#score-zone", "short.csv", `${names.join()}\n1\n`);
      await eventually(async () =>
        expect(await readText(page, "#score-status")).toBe('The header lacks "Age", "Pet".'),
      );
    });
  });

  describe("another model file", () => {
    const openFile = async (file: string, content: string) => {
      await drop(page, "#model-zone", file, content);
      await eventually(async () => expect(await readText(page, "#model-status")).toContain(file));
    };

    it("gives the form, the curve and the scores", async () => {
      await openFile("tiny.json", JSON.stringify(tinyModel()));
      expect(await page.$$eval("[data-input]", (all) => all.map((f) => (f as HTMLElement).dataset["input"]))).toEqual([
        "Age",
        "Shift",
      ]);
      expect(await readText(page, "#model-name")).toBe("tiny");
      const tiny = loadModel(tinyModel());
      await enter(page, "Age", "44");
      await choose(page, control("Shift"), "late");
      expect(await readPredictions(page)).toEqual([tiny.predict({ Age: 44, Shift: "late" })]);
      // This input may be missing.
      await enter(page, "Age", "");
      expect(await readPredictions(page)).toEqual([tiny.predict({ Age: null, Shift: "late" })]);
      expect(await readMessage(page, "Age")).toEqual({ text: "", invalid: "false" });
      expect(await page.$$eval("#what-if-input option", (all) => all.map(({ label }) => label))).toEqual([
        "Age",
        "Shift",
      ]);
      await drop(page, "#score-zone", "shifts.csv", "Age,Shift\n30,early\n30,dusk\n");
      await eventually(async () => expect(await readText(page, "#score-status")).toContain("1 row scored, 1 rejected"));

      await page.click("#model-back");
      expect(await readText(page, "#model-name")).toBe("absenteeism");
      expect(await readPredictions(page)).toEqual([predict(example)]);
      expect(await readText(page, "#score-outcome")).toBe("");
    });

    it("may have the included model's name and other inputs", async () => {
      const other = tinyModel((changed) => {
        changed.metadata.name = "absenteeism";
      });
      await openFile("other.json", JSON.stringify(other));
      expect(await readPredictions(page)).toEqual([
        loadModel(other).predict(toRecord(other, other.verification.inputs[0]!)),
      ]);
    });

    it("that is bad leaves the old one, and says all that is wrong with it", async () => {
      const bad = { ...tinyModel(), regressor: undefined, target: 1 };
      await drop(page, "#model-zone", "bad.json", JSON.stringify(bad));
      await eventually(async () => {
        const problems = await readText(page, "#model-problems");
        expect(problems).toContain("bad.json cannot be opened; the model stays as it was.");
        expect(problems).toContain("regressor");
        expect(problems).toContain("/target");
      });
      await drop(page, "#model-zone", "text.json", "no JSON");
      await eventually(async () => expect(await readText(page, "#model-problems")).toContain("text.json"));
      await enter(page, "Age", "41");
      expect(await readPredictions(page)).toEqual([predict({ ...example, Age: 41 })]);
    });

    it("opens, whichever it is, and predicts its own first row", async () => {
      for (const fixture of readFixtures()) {
        if (fixture.name === "absenteeism") continue;
        await openFile(`${fixture.name}.json`, JSON.stringify(fixture.model));
        const record = toRecord(fixture.model, fixture.model.verification.inputs[0]!);
        const expected = numbersOf(loadModel(fixture.model).predict(record));
        expect({ fixture: fixture.name, numbers: await readPredictions(page) }).toEqual({
          fixture: fixture.name,
          numbers: expected,
        });
      }
    });
  });

  it("can be used with the keyboard alone, the focus always in sight", async () => {
    await page.keyboard.press("Tab");
    expect(await page.$eval(":focus", (link) => link.textContent)).toBe("Skip to the form");
    await page.keyboard.press("Enter");
    const seen: string[] = [];
    for (let i = 0; i < 80 && !seen.includes("CC BY 4.0"); i++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate(() => {
        const focused = document.activeElement as HTMLInputElement;
        // A file input is seen by its label.
        const visible = focused.type === "file" ? focused.closest("label")! : focused;
        const label = focused.labels?.[0]?.textContent ?? focused.getAttribute("aria-label") ?? focused.textContent;
        return { label: label!.trim(), outline: getComputedStyle(visible).outlineStyle };
      });
      expect(focus).toEqual({ label: focus.label, outline: "solid" });
      seen.push(focus.label);
      if (focus.label.startsWith("Age")) await page.keyboard.type("52");
      if (focus.label === "Social smoker") await page.keyboard.type(" ");
    }
    const labels = await page.$$eval("#form label", (all) => all.map(({ textContent }) => textContent));
    expect(seen.slice(0, labels.length)).toEqual(labels);
    expect(seen).toEqual(
      expect.arrayContaining(["Change only", "Choose a CSV file", "Try 100,000 made-up rows", "Choose a model file"]),
    );
    expect(await readPredictions(page)).toEqual([predict({ ...example, Age: 52, "Social smoker": 1 })]);
  });

  it("fits a phone of 360 pixels", async () => {
    await page.setViewport({ width: 360, height: 740 });
    await drop(page, "#score-zone", "rows.csv", makeAbsences(4_001).csv);
    await eventually(async () => expect(await readText(page, "#score-status")).toContain("rejected"));
    for (const input of ["Age", "Reason for absence"]) {
      await choose(page, "#what-if-input", input);
      const [content, window] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return [scrollWidth, clientWidth];
      });
      expect(content).toBe(window);
    }
    const result = await page.$eval("#result", (element) => element.getBoundingClientRect().bottom);
    expect(result).toBeLessThanOrEqual(740);
  });

  it("is served, and built, under a policy that lets nothing out", async () => {
    const response = await fetch(site.url);
    expect(response.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    const meta = 'meta[http-equiv="Content-Security-Policy"]';
    expect(await page.$eval(meta, (element) => (element as HTMLMetaElement).content)).toBe(CONTENT_SECURITY_POLICY);
    const attempt = await openDemo(browser, site.url);
    const outcome = await attempt.page.evaluate(() =>
      fetch(location.href).then(
        () => "sent",
        () => "refused",
      ),
    );
    expect(outcome).toBe("refused");
    expect(await attempt.complaints()).toContain("connect-src");
    await attempt.page.close();
  });

  it.each<Scheme>(["light", "dark"])("axe-core finds nothing wrong with it, %s", async (scheme) => {
    const other = await launchReader(name, scheme, downloads);
    try {
      const themed = await openDemo(other, site.url);
      const dark = await themed.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
      expect(dark).toBe(scheme === "dark");
      await themed.page.evaluate(axe.source);
      const audit = async () => {
        const { violations } = await themed.page.evaluate(() => {
          const { axe } = window as unknown as { axe: typeof import("axe-core") };
          // Preloading would fetch, which the policy forbids.
          return axe.run(document, { resultTypes: ["violations"], preload: false });
        });
        return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
      };
      expect(await audit()).toEqual([]);
      // Warnings, errors, bars, results, rejects, problems with a model file.
      await enter(themed.page, "Age", "75");
      await enter(themed.page, "Height", "");
      await choose(themed.page, "#what-if-input", "Day of the week");
      await drop(themed.page, "#score-zone", "rows.csv", makeAbsences(4_001).csv);
      await eventually(async () => expect(await readText(themed.page, "#score-status")).toContain("rejected"));
      await drop(themed.page, "#model-zone", "bad.json", "{}");
      await eventually(async () => expect(await readText(themed.page, "#model-problems")).toContain("bad.json"));
      expect(await audit()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

/** The record that the form begins with: the README's. */
const example: AbsenteeismRecord = {
  "Reason for absence": 23,
  "Month of absence": 7,
  "Day of the week": 3,
  Seasons: 1,
  "Transportation expense": 200,
  "Distance from Residence to Work": 15,
  "Service time": 10,
  Age: 35,
  "Work load Average/day": 250,
  "Hit target": 95,
  "Disciplinary failure": 0,
  Education: 1,
  Son: 1,
  "Social drinker": 1,
  "Social smoker": 0,
  Pet: 1,
  Weight: 75,
  Height: 175,
  "Body mass index": 25.5,
};
