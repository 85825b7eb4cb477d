// The built page, served as `npm run demo` serves it.

import { fileURLToPath } from "node:url";
import { preview } from "vite";

export interface Site {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves demo/dist with the headers of demo/vite.config.ts. */
export async function serveDemo(): Promise<Site> {
  const server = await preview({
    configFile: fileURLToPath(new URL("../../demo/vite.config.ts", import.meta.url)),
    logLevel: "error",
    preview: { host: "127.0.0.1", port: 0 },
  });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}
