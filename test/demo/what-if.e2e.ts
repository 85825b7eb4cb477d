// The prediction along one input: a curve with a marker, or bars.

import { expect, it } from "vitest";
import { predict } from "../../src/absenteeism/index.js";
import { choose, control, enter, readPredictions, readRecord, readText } from "./demo-page.js";
import { example } from "./example.js";
import { inBrowsers } from "./visit.js";

inBrowsers((visit) => {
  const drawn = () => visit.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

  /** Where the marker stands in the plot, from 0 to 1 each way. */
  const readMarker = () =>
    visit.page.$eval("#what-if-chart .marker", (marker) => {
      const { clientWidth, clientHeight } = marker.parentElement!;
      const { left, top } = (marker as HTMLElement).style;
      return { x: Number.parseFloat(left) / clientWidth, y: Number.parseFloat(top) / clientHeight };
    });

  it("marks the present value on the curve", async () => {
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
    await choose(page, control("Reason for absence"), "XIII · Musculoskeletal system and connective tissue");
    await choose(page, "#what-if-input", "Age");
    await drawn();
    expect(await readText(page, "#what-if-summary")).toBe("Prediction: 8.01 hours all along.");
  });

  it("takes the value that is clicked at", async () => {
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
    await choose(page, "#what-if-input", "Pets");
    await enter(page, "Age", "");
    await drawn();
    expect(await readText(page, "#what-if-summary")).toBe("No prediction: the form says what is missing.");
    expect(await page.$eval(".marker", (marker) => (marker as HTMLElement).hidden)).toBe(true);
  });
});
