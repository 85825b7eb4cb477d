// The service's documentation page: under its own policy, on a phone, in light and dark, and what
// axe-core finds.

import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, startService } from "../support/service.js";
import { auditPage } from "./audit.js";
import { BROWSER_NAMES } from "./browsers.js";
import { launch, open as openPage, overflowOf, prefersDark, showOnPhone } from "./service-pages.js";

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const open = (browser: Browser) => openPage(browser, `http://127.0.0.1:${service.port}/docs`);

describe.each(BROWSER_NAMES)("in %s, the documentation page", (name) => {
  it.each([false, true])("has its style, and nothing wrong with it (in the dark: %s)", async (dark) => {
    const browser = await launch(name, dark);
    try {
      const { page, complaints } = await open(browser);
      expect(await prefersDark(page)).toBe(dark);
      expect(await auditPage(page)).toEqual([]);
      // Some of the width is left free: the style sheet has come.
      const margin = await page.$eval("main", (main) => main.getBoundingClientRect().left);
      expect(margin).toBeGreaterThanOrEqual(16);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("fits a phone of 360 pixels", async () => {
    const browser = await launch(name, false);
    try {
      const { page } = await open(browser);
      await showOnPhone(page);
      expect(await overflowOf(page)).toBe(0);
    } finally {
      await browser.close();
    }
  });
});
