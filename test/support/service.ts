// Services on real sockets, with their log in a file.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildService, type LogOptions, type Service, type ServiceOptions } from "../../src/service/index.js";

/** The record of the mission's document. */
export const RECORD: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8"),
);

/** A service that listens. */
export interface RunningService {
  readonly service: Service;
  readonly port: number;
  /** A folder that is there as long as the service. */
  readonly folder: string;
  /** Asks, and reads the answer as JSON. */
  ask(path: string, init?: RequestInit): Promise<Answer>;
  /** Asks with a body of JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends bytes, and gives what came back until the connection was closed. */
  send(...bytes: readonly string[]): Promise<string>;
  /** As `send`, and says that nothing more will come. */
  sendAndEnd(bytes: string): Promise<string>;
  /** Closes the service, and gives its log. */
  stop(): Promise<string>;
}

/** An answer, its body read. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  readonly body: any;
}

const running = new Set<RunningService>();

/** Gives the number of open connections. */
export function countConnections({ service }: RunningService): Promise<number> {
  return new Promise((resolve) => service.server.getConnections((_error, count) => resolve(count)));
}

/** The options of any service. The log is kept, so it has options only. */
export type TestOptions = Omit<ServiceOptions, "log"> & { readonly log?: LogOptions };

/** Starts a service on a free port of the loopback. */
export async function startService(options: TestOptions = {}): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), "supportvector-service-"));
  const logFile = join(folder, "log.ndjson");
  // The test's own work holds up the event loop, which it shares with the service.
  const service = await buildService({ maxEventLoopDelay: 0, ...options, log: { file: logFile, ...options.log } });
  const url = await service.listen({ host: "127.0.0.1", port: 0 });
  const { port } = new URL(url);
  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const text = await response.text();
    const json = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : undefined };
  };
  const started: RunningService = {
    service,
    port: Number(port),
    folder,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...headers },
      }),
    send: (...bytes) => exchange(Number(port), bytes, false),
    sendAndEnd: (bytes) => exchange(Number(port), [bytes], true),
    async stop() {
      await service.close();
      running.delete(started);
      const log = readFileSync(logFile, "utf8");
      rmSync(folder, { recursive: true, force: true });
      return log;
    },
  };
  running.add(started);
  return started;
}

/** Stops what still runs: for `afterAll` and `afterEach`. */
export async function stopServices(): Promise<void> {
  await Promise.all([...running].map((service) => service.stop()));
}

function exchange(port: number, bytes: readonly string[], end: boolean): Promise<string> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      for (const part of bytes) socket.write(part, "latin1");
      if (end) socket.end();
    });
    socket.on("data", (data) => received.push(data));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(received).toString("utf8")));
  });
}
