// The page, opened: what a reader does with it, what it shows, and what it does that it should not.

import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "puppeteer-core";

declare global {
  interface Window {
    /** Directives of the Content-Security-Policy that the page would have violated. */
    violations: string[];
  }
}

export interface DemoPage {
  readonly page: Page;
  /** URLs of all that the browser asked for. */
  readonly requests: readonly string[];
  /** Uncaught errors, what the console holds, violations of the policy. */
  complaints(): Promise<string[]>;
}

/** Opens the page in a window of its own, and waits for its first prediction. */
export async function openDemo(browser: Browser, url: string): Promise<DemoPage> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => complaints.push(message.text()));
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => window.violations.push(effectiveDirective));
  });
  await page.goto(url);
  await page.waitForSelector("#result data");
  return {
    page,
    requests,
    complaints: async () => [...complaints, ...(await page.evaluate(() => window.violations))],
  };
}

/** The control of an input of the model. */
export const control = (input: string): string => `[data-input=${JSON.stringify(input)}] :is(input, select)`;

/** Types a number, in place of what is there. */
export async function enter(page: Page, input: string, text: string): Promise<void> {
  await page.$eval(control(input), (field) => (field as HTMLInputElement).select());
  if (text === "") await page.keyboard.press("Backspace");
  else await page.keyboard.type(text);
}

/** Chooses an option by its name. */
export async function choose(page: Page, select: string, name: string): Promise<void> {
  const value = await page.$eval(
    select,
    (element, wanted) => [...(element as HTMLSelectElement).options].find(({ label }) => label === wanted)!.value,
    name,
  );
  await page.select(select, value);
}

/** What stands in the controls of the form: text, or 1 and 0 of a switch. */
export const readRecord = (page: Page): Promise<Readonly<Record<string, string | number>>> =>
  page.$$eval("[data-input]", (fields) =>
    Object.fromEntries(
      fields.map((field) => {
        const input = field.querySelector<HTMLInputElement>("input, select")!;
        return [
          (field as HTMLElement).dataset["input"]!,
          input.type === "checkbox" ? Number(input.checked) : input.value,
        ];
      }),
    ),
  );

/** The predictions on the page, to the last bit: one per target. */
export const readPredictions = (page: Page): Promise<number[]> =>
  page.$$eval("#result data", (data) => data.map(({ value }) => Number(value)));

/** What stands beside a field, and whether the field is said to be invalid. */
export const readMessage = (page: Page, input: string): Promise<{ text: string; invalid: string | null }> =>
  page.$eval(control(input), (field) => {
    const [, message] = field.getAttribute("aria-describedby")!.split(" ");
    return { text: document.getElementById(message!)!.textContent!, invalid: field.getAttribute("aria-invalid") };
  });

export const readText = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent!);

/** Drops a file where one may be dropped. */
export async function drop(page: Page, zone: string, name: string, content: string): Promise<void> {
  await page.$eval(
    zone,
    (element, name, content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], name));
      element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    name,
    content,
  );
}

/** Tries until it does not throw, for what takes the page a while. */
export async function eventually<T>(attempt: () => Promise<T> | T, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}
