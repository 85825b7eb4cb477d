// What axe-core finds wrong with a page.

import axe from "axe-core";
import type { Page } from "puppeteer-core";

/** What is used of a page's global object. */
interface Audited {
  readonly axe: typeof axe;
}

/** Looks at a page as it stands: the rules that it breaks, each with the HTML that breaks it. */
export async function auditPage(page: Page): Promise<string[][]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as Audited;
    // Preloading would fetch, which a policy may forbid.
    return axe.run({ resultTypes: ["violations"], preload: false });
  });
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}
