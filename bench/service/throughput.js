// Requests per second, processor time per request and 99th percentile of the latency, after a
// warm-up.

import autocannon from "autocannon";
import { HEADERS } from "./processes.js";
import { BODY } from "./record.js";

const CONNECTIONS = 50;

/**
 * Measures the servers in turns of a second, because a busy machine changes its speed within
 * seconds. Stops them afterwards.
 *
 * @returns the measurements of each server, one per turn
 */
export async function measureInTurns(servers, { warmUp, turns }) {
  // Waking a sleeping client costs the server as much as its response, and only a server that is
  // slower than the client pays for it. So this client never sleeps.
  let isPolling = true;
  const poll = () => isPolling && setImmediate(poll);
  poll();
  try {
    for (const server of servers) await shoot(server, warmUp);
    const measured = servers.map(() => []);
    for (let turn = 0; turn < turns; turn++)
      for (const [i, server] of servers.entries()) measured[i].push(await measure(server));
    return measured;
  } finally {
    isPolling = false;
    for (const server of servers) await server.stop();
  }
}

async function measure(server) {
  const before = server.processorSeconds();
  const { requests, latency, non2xx, errors } = await shoot(server, 1);
  const busy = server.processorSeconds() - before;
  if (non2xx + errors > 0)
    throw new Error(`${non2xx} responses were no predictions, ${errors} requests had no response`);
  return { perSecond: requests.total, microseconds: (busy / requests.total) * 1e6, p99: latency.p99 };
}

function shoot({ url }, duration) {
  return autocannon({ url, method: "POST", headers: HEADERS, body: BODY, connections: CONNECTIONS, duration });
}
