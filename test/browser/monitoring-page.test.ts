// The monitoring page: under its own policy, on a phone, in light and dark, by keyboard, and what
// axe-core finds.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type RunningService, startService } from "../support/service.js";
import { TINY_RECORD, watchedModel } from "../support/variants.js";
import { auditPage } from "./audit.js";
import { BROWSER_NAMES } from "./browsers.js";
import { launch, open as openPage, overflowOf, prefersDark, showOnPhone } from "./service-pages.js";

/** What is used of a page's global object. */
interface PageGlobal {
  readonly document: {
    readonly activeElement: { readonly tagName: string; readonly className: string };
    querySelectorAll(selector: string): Iterable<{ open: boolean; getBoundingClientRect(): { height: number } }>;
  };
}

const folder = mkdtempSync(join(tmpdir(), "supportvector-monitoring-"));
let service: RunningService;
let traffic: NodeJS.Timeout;
beforeAll(async () => {
  service = await startService({
    models: { champion: watchedModel(3), challenger: watchedModel(5) },
    split: { champion: 1, challenger: 1 },
    shadows: { next: watchedModel(7) },
    subject: "header:X-User",
    store: { location: join(folder, "predictions.db") },
    comparison: { minOutcomes: 10 },
    driftWindow: 1000,
  });
  // Enough outcomes of both variants for an interval, in any browser and at any time.
  for (let user = 0; user < 60; user++) {
    const { body } = await service.post("/predict", { ...TINY_RECORD, Age: 20 + user }, { "X-User": `${user}` });
    await service.post("/feedback", { id: body.id, actual: user % 7 });
  }
  // In every window, one input drifts.
  const instances = Array.from({ length: 200 }, () => ({ Age: 70, Shift: "late" }));
  traffic = setInterval(() => void service.post("/batch_predict", { instances }), 200);
  const isWatched = async () => expect((await service.ask("/monitoring")).text).toContain('class="psi large"');
  await vi.waitFor(isWatched, { timeout: 20_000, interval: 200 });
});
afterAll(async () => {
  clearInterval(traffic);
  await service.stop();
  rmSync(folder, { recursive: true });
});

const open = (browser: Browser) => openPage(browser, `http://127.0.0.1:${service.port}/monitoring?hours=3`);

/** Opens all tables. */
const openTables = (): void => {
  for (const details of (globalThis as unknown as PageGlobal).document.querySelectorAll("details")) details.open = true;
};

describe.each(BROWSER_NAMES)("in %s, the monitoring page", (name) => {
  it.each([false, true])("has its plots, and nothing wrong with it (in the dark: %s)", async (dark) => {
    const browser = await launch(name, dark);
    try {
      const { page, complaints } = await open(browser);
      expect(await prefersDark(page)).toBe(dark);
      // The style sheet has come, and the bars have their heights.
      const bar = await page.$eval(".frame rect", (rect) => {
        const { width, height } = rect.getBoundingClientRect();
        return width > 2 && height > 2;
      });
      expect(bar).toBe(true);
      for (const part of [".line", ".dot", ".interval .range", ".psi.large"]) expect(await page.$(part)).not.toBe(null);
      expect(await auditPage(page)).toEqual([]);
      await page.evaluate(openTables);
      expect(await auditPage(page)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("fits a phone of 360 pixels, with all tables open", async () => {
    const browser = await launch(name, false);
    try {
      const { page } = await open(browser);
      await showOnPhone(page);
      await page.evaluate(openTables);
      expect(await overflowOf(page)).toBe(0);
      expect(await auditPage(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("opens its tables by keyboard", async () => {
    const browser = await launch(name, false);
    try {
      const { page } = await open(browser);
      const focused = () => (globalThis as unknown as PageGlobal).document.activeElement.tagName;
      const reached: string[] = [];
      while (reached.length < 30 && reached.at(-1) !== "SUMMARY") {
        await page.keyboard.press("Tab");
        reached.push(await page.evaluate(focused));
      }
      // Three links, six times, and the first table.
      expect(reached).toEqual([...Array(9).fill("A"), "SUMMARY"]);
      await page.keyboard.press("Enter");
      const height = await page.$eval("details .scroll", (table) => table.getBoundingClientRect().height);
      expect(height).toBeGreaterThan(50);
      await page.keyboard.press("Tab");
      const scrolls = () => (globalThis as unknown as PageGlobal).document.activeElement.className;
      expect(await page.evaluate(scrolls)).toBe("scroll");
    } finally {
      await browser.close();
    }
  });
});

describe.each(BROWSER_NAMES)("in %s, a service with keys", (name) => {
  it("opens with the key as password", async () => {
    const secured = await startService({ apiKeys: [{ id: "alice", key: () => "alice-0123456789abcdef" }] });
    const browser = await launch(name, false);
    try {
      const page = await browser.newPage();
      await page.authenticate({ username: "alice", password: "alice-0123456789abcdef" });
      const response = await page.goto(`http://127.0.0.1:${secured.port}/monitoring`);
      expect(response!.status()).toBe(200);
      const margin = await page.$eval("main", (main) => main.getBoundingClientRect().left);
      expect(margin).toBeGreaterThanOrEqual(12);
    } finally {
      await browser.close();
      await secured.stop();
    }
  });
});
