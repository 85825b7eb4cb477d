import { defineConfig, type Plugin } from "vite";
import { CONTENT_SECURITY_POLICY, DEVELOPMENT_POLICY } from "./content-security-policy.js";

/** Puts the policy into the built page, so that it holds wherever the files are put. */
const policyInPage: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
      injectTo: "head-prepend",
    },
  ],
};

export default defineConfig({
  root: import.meta.dirname,
  // The built page works in any folder of any site.
  base: "./",
  plugins: [policyInPage],
  // No inlined assets: the policy allows no data: URLs.
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { headers: { "Content-Security-Policy": DEVELOPMENT_POLICY } },
  preview: { headers: { "Content-Security-Policy": CONTENT_SECURITY_POLICY } },
});
