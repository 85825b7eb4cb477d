// Takes the pictures of the page in docs/: `npm run test:demo -- --screenshots`.

import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { choose, control, enter, eventually, openDemo, readText } from "./demo-page.js";
import { launchReader, type Scheme } from "./reader.js";
import { type Site, serveDemo } from "./site.js";

interface Picture {
  readonly name: string;
  readonly scheme: Scheme;
  readonly width: number;
  readonly height: number;
  readonly prepare: (page: Page) => Promise<void>;
}

const scrollTo = (page: Page, selector: string) =>
  page.$eval(selector, (element) => element.scrollIntoView({ block: "start" }));

const PICTURES: readonly Picture[] = [
  {
    name: "demo-light",
    scheme: "light",
    width: 1280,
    height: 1000,
    async prepare(page) {
      await choose(page, control("Reason for absence"), "Dental consultation");
      await choose(page, "#what-if-input", "Children");
    },
  },
  {
    name: "demo-dark",
    scheme: "dark",
    width: 1280,
    height: 1000,
    async prepare(page) {
      await page.click("#score-example");
      await eventually(async () => expect(await readText(page, "#score-status")).toContain("rejected"));
      await scrollTo(page, "section[aria-labelledby=score-heading]");
    },
  },
  {
    name: "demo-phone",
    scheme: "light",
    width: 360,
    height: 740,
    async prepare(page) {
      await enter(page, "Age", "75");
      await scrollTo(page, "[data-input=Age]");
    },
  },
];

let site: Site;
beforeAll(async () => {
  site = await serveDemo();
});
afterAll(() => site.close());

it.each(PICTURES)("$name", async ({ name, scheme, width, height, prepare }) => {
  const path = fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url)) as `${string}.png`;
  const browser = await launchReader("Chromium", scheme, tmpdir());
  try {
    const { page } = await openDemo(browser, site.url);
    await page.setViewport({ width, height, deviceScaleFactor: width < 500 ? 2 : 1 });
    await prepare(page);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    await page.screenshot({ path });
  } finally {
    await browser.close();
  }
  expect(statSync(path).size).toBeLessThan(200_000);
});
