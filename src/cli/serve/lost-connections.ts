// Connections that no worker will answer: those that were on their way to one when it died, and those that the last one to stop listening did not take.
// Node's cluster keeps them and never looks at them again: they would hang until the caller gives up. Here they are closed, so that callers can ask again
// at once. (In Node 20, `handoff` in lib/internal/cluster/round_robin_handle.js waits for the worker's acknowledgement, and queues what was not accepted
// again, even where nobody listens any more. Where a release goes about it in another way, this finds nothing to close.)

import type { Worker } from "node:cluster";

interface Handle {
  close(): void;
}

/** What the primary says to a worker, and the worker's answer to what it was sent. */
interface InternalMessage {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly accepted?: boolean;
}

/** The workers that listen. */
const listening = new Set<Worker>();

/** Closes the connections that a worker takes with it or leaves behind. To be called when it has just been forked. */
export function closeLostConnections(worker: Worker): void {
  const { process: child } = worker;
  const underWay = new Map<number, Handle>();
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]): boolean => {
    const [{ act, seq }, handle] = args as [InternalMessage, Handle];
    if (act === "newconn" && seq !== undefined) underWay.set(seq, handle);
    return send(...args);
  };
  child.on("internalMessage", ({ act, ack, accepted }: InternalMessage) => {
    if (act === "queryServer") listening.add(worker);
    if (act === "close") listening.delete(worker);
    if (ack === undefined) return;
    if (accepted === false && listening.size === 0) underWay.get(ack)?.close();
    underWay.delete(ack);
  });
  child.once("exit", () => {
    listening.delete(worker);
    for (const handle of underWay.values()) handle.close();
  });
}
