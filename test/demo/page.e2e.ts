// The page as a whole: keyboard, phone, policy, and what axe-core finds.

import { expect, it } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../demo/content-security-policy.js";
import { predict } from "../../src/absenteeism/index.js";
import { auditPage } from "../browser/audit.js";
import { makeAbsences } from "./absences.js";
import { choose, drop, enter, eventually, openDemo, readPredictions, readText } from "./demo-page.js";
import { example } from "./example.js";
import { launchReader, type Scheme } from "./reader.js";
import { inBrowsers } from "./visit.js";

inBrowsers((visit) => {
  it("can be used with the keyboard alone, the focus always in sight", async () => {
    const { page } = visit;
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
    const { page } = visit;
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
    const { page } = visit;
    const response = await fetch(visit.site.url);
    expect(response.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    const meta = 'meta[http-equiv="Content-Security-Policy"]';
    expect(await page.$eval(meta, (element) => (element as HTMLMetaElement).content)).toBe(CONTENT_SECURITY_POLICY);
    const attempt = await openDemo(visit.browser, visit.site.url);
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
    const other = await launchReader(visit.name, scheme, visit.downloads);
    try {
      const themed = await openDemo(other, visit.site.url);
      const dark = await themed.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
      expect(dark).toBe(scheme === "dark");
      expect(await auditPage(themed.page)).toEqual([]);
      // Warnings, errors, bars, results, rejects, problems with a model file.
      await enter(themed.page, "Age", "75");
      await enter(themed.page, "Height", "");
      await choose(themed.page, "#what-if-input", "Day of the week");
      await drop(themed.page, "#score-zone", "rows.csv", makeAbsences(4_001).csv);
      await eventually(async () => expect(await readText(themed.page, "#score-status")).toContain("rejected"));
      await drop(themed.page, "#model-zone", "bad.json", "{}");
      await eventually(async () => expect(await readText(themed.page, "#model-problems")).toContain("bad.json"));
      expect(await auditPage(themed.page)).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
