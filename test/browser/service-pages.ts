// The service's pages in a browser.

import type { Browser, Page } from "puppeteer-core";
import { type BrowserName, launchBrowser } from "./browsers.js";

/** What is used of a page's global object. */
interface PageGlobal {
  readonly document: { readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number } };
  matchMedia(query: string): { readonly matches: boolean };
}

/** Starts a browser of somebody who prefers light or dark pages. */
export async function launch(name: BrowserName, dark: boolean): Promise<Browser> {
  const args = [`--blink-settings=preferredColorScheme=${dark ? 0 : 1}`];
  const extraPrefsFirefox = { "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1 };
  return await launchBrowser(name, { ...(name === "Chromium" && { args }), extraPrefsFirefox });
}

/** Opens a page. Its complaints are those of the console, and failed requests but for an icon. */
export async function open(browser: Browser, url: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const add = (text: string): void => void (/favicon/.test(text) || complaints.push(text));
  page.on("console", (message) => add(message.text()));
  page.on("requestfailed", (request) => add(request.url()));
  await page.goto(url);
  return { page, complaints };
}

/** Tells whether a page is shown to somebody who prefers dark ones. */
export function prefersDark(page: Page): Promise<boolean> {
  return page.evaluate(() => (globalThis as unknown as PageGlobal).matchMedia("(prefers-color-scheme: dark)").matches);
}

/** Shows a page on a phone of 360 pixels. */
export function showOnPhone(page: Page): Promise<void> {
  return page.setViewport({ width: 360, height: 740 });
}

/** Returns the pixels by which a page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = (globalThis as unknown as PageGlobal).document.documentElement;
    return scrollWidth - clientWidth;
  });
}
