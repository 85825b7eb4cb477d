// The browsers that the page is tested in, both Debian's: Chromium, and Firefox by WebDriver BiDi.

import puppeteer, { type Browser } from "puppeteer-core";

export const BROWSERS = ["chrome", "firefox"] as const;
export type BrowserName = (typeof BROWSERS)[number];

const PREFERENCES = {
  "browser.download.folderList": 2,
  "browser.download.always_ask_before_handling_new_types": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "app.normandy.enabled": false,
  "browser.safebrowsing.downloads.enabled": false,
};

/**
 * Starts a browser.
 *
 * @param downloads the folder that it saves downloads to
 */
export function launch(name: BrowserName, downloads: string): Promise<Browser> {
  if (name === "firefox")
    return puppeteer.launch({
      browser: "firefox",
      executablePath: process.env["FIREFOX"] ?? "/usr/bin/firefox-esr",
      extraPrefsFirefox: { ...PREFERENCES, "browser.download.dir": downloads },
    });
  return puppeteer.launch({
    browser: "chrome",
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    downloadBehavior: { policy: "allow", downloadPath: downloads },
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
