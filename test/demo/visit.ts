// A visit to the page in each browser, and what is asked of every visit: no complaint, and no
// request to anybody else.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { BROWSER_NAMES, type BrowserName } from "../browser/browsers.js";
import { type DemoPage, openDemo } from "./demo-page.js";
import { launchReader } from "./reader.js";
import { type Site, serveDemo } from "./site.js";

/** What a test finds. */
export interface Visit {
  readonly name: BrowserName;
  readonly site: Site;
  readonly browser: Browser;
  /** The folder that the browser saves files to. */
  readonly downloads: string;
  /** Opened anew for each test. */
  readonly page: Page;
}

/** Defines tests for each of the browsers. What they find in the visit is there while they run. */
export function inBrowsers(define: (visit: Visit) => void): void {
  describe.each(BROWSER_NAMES)("in %s", (name) => {
    const downloads = mkdtempSync(join(tmpdir(), "supportvector-demo-"));
    let site: Site;
    let browser: Browser;
    let demo: DemoPage;
    beforeAll(async () => {
      site = await serveDemo();
      browser = await launchReader(name, "light", downloads);
    });
    afterAll(async () => {
      await browser.close();
      await site.close();
      rmSync(downloads, { recursive: true, force: true });
    });
    beforeEach(async () => {
      demo = await openDemo(browser, site.url);
    });
    afterEach(async () => {
      const complaints = await demo.complaints();
      // Firefox has pictures of its own in data: URLs.
      const own = [site.url, `blob:${site.url}`, "data:"];
      const elsewhere = demo.requests.filter((url) => !own.some((start) => url.startsWith(start)));
      await demo.page.close();
      expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
    });
    define({
      name,
      downloads,
      get site() {
        return site;
      },
      get browser() {
        return browser;
      },
      get page() {
        return demo.page;
      },
    });
  });
}
