// Debian's Chromium and Firefox, driven over one protocol by puppeteer-core, which brings no browser of its own.

import puppeteer, { type Browser } from "puppeteer-core";

export const BROWSER_NAMES = ["Chromium", "Firefox"] as const;
export type BrowserName = (typeof BROWSER_NAMES)[number];
export type Scheme = "light" | "dark";

/**
 * Starts a browser without a window.
 *
 * @param scheme the colours that its user prefers
 * @param downloads the folder that it saves files to
 */
export function launchBrowser(name: BrowserName, scheme: Scheme, downloads: string): Promise<Browser> {
  if (name === "Firefox")
    return puppeteer.launch({
      browser: "firefox",
      executablePath: "/usr/bin/firefox-esr",
      extraPrefsFirefox: {
        "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
      },
    });
  return puppeteer.launch({
    browser: "chrome",
    executablePath: "/usr/bin/chromium",
    downloadBehavior: { policy: "allow", downloadPath: downloads },
    // Without a sandbox, so that it starts as root, too: it opens this project's own page only. The rest keeps it off the network.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`,
    ],
  });
}
