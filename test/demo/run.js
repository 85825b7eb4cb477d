// Tests the built demo page in Chromium and Firefox; with --screenshots, takes the README's pictures of it instead.

import { startVitest } from "vitest/node";

const only = process.argv.includes("--screenshots") ? "screenshots" : "page";
await startVitest("test", [`test/demo/${only}`], { config: "test/demo/vitest.config.ts", watch: false });
