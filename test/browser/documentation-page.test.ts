// The service's documentation page: under its own policy, on a phone, in light and dark, and what
// axe-core finds.

import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningService, startService } from "../support/service.js";
import { auditPage } from "./audit.js";
import { BROWSER_NAMES, type BrowserName, launchBrowser } from "./browsers.js";

/** What is used of a page's global object. */
interface PageGlobal {
  readonly document: { readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number } };
  matchMedia(query: string): { readonly matches: boolean };
}

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** Starts a browser of somebody who prefers light or dark pages. */
async function launch(name: BrowserName, dark: boolean): Promise<Browser> {
  const args = [`--blink-settings=preferredColorScheme=${dark ? 0 : 1}`];
  const extraPrefsFirefox = { "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1 };
  return await launchBrowser(name, { ...(name === "Chromium" && { args }), extraPrefsFirefox });
}

async function open(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("requestfailed", (request) => complaints.push(request.url()));
  await page.goto(`http://127.0.0.1:${service.port}/docs`);
  return { page, complaints };
}

describe.each(BROWSER_NAMES)("in %s, the documentation page", (name) => {
  it.each([false, true])("has its style, and nothing wrong with it (in the dark: %s)", async (dark) => {
    const browser = await launch(name, dark);
    try {
      const { page, complaints } = await open(browser);
      const prefers = () => (globalThis as unknown as PageGlobal).matchMedia("(prefers-color-scheme: dark)").matches;
      expect(await page.evaluate(prefers)).toBe(dark);
      expect(await auditPage(page)).toEqual([]);
      // Some of the width is left free: the style sheet has come.
      const margin = await page.$eval("main", (main) => main.getBoundingClientRect().left);
      expect(margin).toBeGreaterThanOrEqual(16);
      // A browser may ask for a picture of the site.
      expect(complaints.filter((text) => !/favicon/.test(text))).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("fits a phone of 360 pixels", async () => {
    const browser = await launch(name, false);
    try {
      const { page } = await open(browser);
      await page.setViewport({ width: 360, height: 740 });
      const [content, window] = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = (globalThis as unknown as PageGlobal).document.documentElement;
        return [scrollWidth, clientWidth];
      });
      expect(content).toBe(window);
    } finally {
      await browser.close();
    }
  });
});
