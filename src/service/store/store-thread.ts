// The thread of a store: dist/store-thread.js. SQLite's calls block their thread, so it is another
// one than that of the service.

import { parentPort, workerData } from "node:worker_threads";
import { importPeer } from "../peers.js";
import type { FromThread, ToThread } from "./messages.js";

/** What the thread is given when it starts. */
export interface ThreadData {
  /** The path of a file of SQLite, or the URL of a database of PostgreSQL. */
  readonly location: string;
  /** In milliseconds. */
  readonly retention: number;
}

/** Milliseconds between two deletions of what is older than the retention. */
const CLEANING_INTERVAL = 600_000;

const port = parentPort!;
const { location, retention } = workerData as ThreadData;
const send = (message: FromThread): void => port.postMessage(message);

async function open(): Promise<void> {
  // First, so that its lack is reported as that of a peer.
  await importPeer("kysely", () => import("kysely"));
  const { openDatabase } = await import("./open-database.js");
  const { createWriter } = await import("./writer.js");
  const { subjectHash } = await import("./subjects.js");
  const database = await openDatabase(location);
  const writer = createWriter(database, await subjectHash(database), retention, send);
  port.on("message", (message: ToThread) => writer.receive(message));
  setInterval(() => writer.clean(), CLEANING_INTERVAL).unref();
  writer.clean();
  send({ kind: "open" });
}

open().catch((error: Error) => send({ kind: "failure", reason: error.message }));
