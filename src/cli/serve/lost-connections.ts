// Connections that were on their way to a worker when it died. Node's cluster keeps them and never looks at them again: they would hang until the caller
// gives up. Here they are closed, so that callers can ask again at once. (In Node 20, `handoff` in lib/internal/cluster/round_robin_handle.js waits for
// the worker's acknowledgement. Where a release goes about it in another way, this finds nothing to close.)

import type { Worker } from "node:cluster";

interface Handle {
  close(): void;
}

/** What the primary says to a worker, and the worker's answer to what it was sent. */
interface InternalMessage {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

/** Closes the connections that a worker takes with it. To be called when it has just been forked. */
export function closeLostConnections({ process: child }: Worker): void {
  const underWay = new Map<number, Handle>();
  const send = child.send.bind(child) as (...args: unknown[]) => boolean;
  child.send = (...args: unknown[]): boolean => {
    const [{ act, seq }, handle] = args as [InternalMessage, Handle];
    if (act === "newconn" && seq !== undefined) underWay.set(seq, handle);
    return send(...args);
  };
  child.on("internalMessage", ({ ack }: InternalMessage) => {
    if (ack !== undefined) underWay.delete(ack);
  });
  child.once("exit", () => {
    for (const handle of underWay.values()) handle.close();
  });
}
