// The machine's Chromium and Firefox, both driven by puppeteer-core, which brings no browser of its
// own.

import puppeteer, { type Browser, type LaunchOptions } from "puppeteer-core";
import { type Program, requireProgram } from "../support/programs.js";

const BROWSERS = {
  Chromium: {
    program: "chromium",
    options: {
      browser: "chrome",
      // Without a sandbox and shared memory, so that it starts as root and in containers: it opens
      // this project's own pages only. The rest keeps it off the network.
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  Firefox: {
    program: "firefox",
    // It asks every site for an icon, which a policy may refuse.
    options: { browser: "firefox", extraPrefsFirefox: { "browser.chrome.site_icons": false } },
  },
} satisfies Record<string, { program: Program; options: LaunchOptions }>;

export type BrowserName = keyof typeof BROWSERS;
export const BROWSER_NAMES = Object.keys(BROWSERS) as BrowserName[];

/**
 * Starts a browser without a window.
 *
 * @param more arguments and preferences, besides those that it always gets
 */
export async function launchBrowser(name: BrowserName, more: LaunchOptions = {}): Promise<Browser> {
  const { program, options }: { program: Program; options: LaunchOptions } = BROWSERS[name];
  const executablePath = requireProgram(program);
  const args = [...(options.args ?? []), ...(more.args ?? [])];
  const extraPrefsFirefox = { ...options.extraPrefsFirefox, ...more.extraPrefsFirefox };
  return await puppeteer.launch({ ...options, ...more, executablePath, args, extraPrefsFirefox });
}

export interface PageReport {
  /** What the page's `globalThis.report` came to. Undefined if no script of the page has set it. */
  readonly report: unknown;
  /**
   * The directives of the Content-Security-Policy that the page, or its worker, would have
   * violated.
   */
  readonly violations: readonly string[];
  /** Uncaught errors, and what the console holds. */
  readonly complaints: readonly string[];
}

/** What is used of a page's global object. */
interface PageGlobal {
  readonly report: unknown;
  violations: string[];
  addEventListener(type: string, listener: (event: { effectiveDirective: string }) => void): void;
}

/**
 * Opens a page and waits for its report: a promise, or a value, at `globalThis.report` when the
 * page has loaded.
 */
export async function readReport(browser: Browser, url: string): Promise<PageReport> {
  const page = await browser.newPage();
  try {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => complaints.push(message.text()));
    await page.evaluateOnNewDocument(() => {
      const page = globalThis as unknown as PageGlobal;
      page.violations = [];
      page.addEventListener("securitypolicyviolation", (event) => page.violations.push(event.effectiveDirective));
    });
    await page.goto(url);
    const { report, violations } = await page.evaluate(async () => {
      const page = globalThis as unknown as PageGlobal;
      const report = await page.report;
      // What violates the policy is told in a task of its own.
      await new Promise((resolve) => setTimeout(resolve));
      return { report, violations: page.violations };
    });
    return { report, violations, complaints };
  } finally {
    await page.close();
  }
}
