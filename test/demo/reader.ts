// A reader's browser: the colours that the reader prefers, and where downloads go.

import type { Browser } from "puppeteer-core";
import { type BrowserName, launchBrowser } from "../browser/browsers.js";

export type Scheme = "light" | "dark";

/**
 * Starts a reader's browser.
 *
 * @param downloads the folder that it saves files to
 */
export async function launchReader(name: BrowserName, scheme: Scheme, downloads: string): Promise<Browser> {
  return await launchBrowser(name, {
    downloadBehavior: { policy: "allow", downloadPath: downloads },
    ...(name === "Chromium" && { args: [`--blink-settings=preferredColorScheme=${scheme === "dark" ? 0 : 1}`] }),
    extraPrefsFirefox: {
      "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
    },
  });
}
