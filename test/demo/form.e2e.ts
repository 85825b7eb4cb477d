// The form: what is entered is predicted, to the bit, and what the model says of it stands beside
// it.

import { expect, it } from "vitest";
import { model, predict } from "../../src/absenteeism/index.js";
import { choose, control, enter, eventually, readMessage, readPredictions, readRecord, readText } from "./demo-page.js";
import { example } from "./example.js";
import { inBrowsers } from "./visit.js";

inBrowsers((visit) => {
  it("names the inputs and their categories, and begins with an example", async () => {
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
    await enter(page, "Age", "75");
    await choose(page, control("Reason for absence"), "II · Neoplasms");
    const record = { ...example, Age: 75, "Reason for absence": 2 };
    expect(model.warnings(record)).toHaveLength(2);
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
    const { page } = visit;
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
    const { page } = visit;
    await enter(page, "Age", "75");
    const hours = Number(predict({ ...example, Age: 75 }).toPrecision(3));
    const caution = "1 value not as in training: see the form.";
    const spoken = `Absenteeism time in hours: ${hours} hours. ${caution}`;
    await eventually(async () => expect(await readText(page, "#spoken")).toBe(spoken));
    expect(await page.$eval("#spoken", (region) => region.getAttribute("aria-live"))).toBe("polite");
  });
});
