// A site on this machine, under the strictest Content-Security-Policy that runs scripts at all: no
// eval, nothing inline.

import { preview } from "vite";

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'";

export interface Site {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder's files. */
export async function serve(folder: string): Promise<Site> {
  const server = await preview({
    configFile: false,
    root: folder,
    build: { outDir: "." },
    appType: "mpa",
    logLevel: "error",
    preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": POLICY } },
  });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}
