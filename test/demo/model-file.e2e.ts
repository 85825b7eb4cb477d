// Another model file: everything follows from it, or it is refused and nothing changes.

import { expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { loadModel } from "../../src/index.js";
import { numbersOf, readFixtures, toRecord } from "../support/fixtures.js";
import { tinyModel } from "../support/tiny-model.js";
import { choose, control, drop, enter, eventually, readMessage, readPredictions, readText } from "./demo-page.js";
import { example } from "./example.js";
import { inBrowsers } from "./visit.js";

inBrowsers((visit) => {
  const openFile = async (file: string, content: string) => {
    await drop(visit.page, "#model-zone", file, content);
    await eventually(async () => expect(await readText(visit.page, "#model-status")).toContain(file));
  };

  it("gives the form, the curve and the scores", async () => {
    const { page } = visit;
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
    const { page } = visit;
    const other = tinyModel((changed) => {
      changed.metadata.name = "absenteeism";
    });
    await openFile("other.json", JSON.stringify(other));
    expect(await readPredictions(page)).toEqual([
      loadModel(other, { targets: "any" }).predict(toRecord(other, other.verification.inputs[0]!)),
    ]);
  });

  it("that is bad leaves the old one, and says all that is wrong with it", async () => {
    const { page } = visit;
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
    const { page } = visit;
    for (const fixture of readFixtures()) {
      if (fixture.name === "absenteeism") continue;
      await openFile(`${fixture.name}.json`, JSON.stringify(fixture.model));
      const record = toRecord(fixture.model, fixture.model.verification.inputs[0]!);
      const expected = numbersOf(loadModel(fixture.model, { targets: "any" }).predict(record));
      expect({ fixture: fixture.name, numbers: await readPredictions(page) }).toEqual({
        fixture: fixture.name,
        numbers: expected,
      });
    }
  });
});
