// Requests per second, the processor's time that they take, and the slowest hundredth, of servers that have warmed up.

import autocannon from "autocannon";
import { HEADERS } from "./processes.js";
import { BODY } from "./record.js";

const CONNECTIONS = 50;

/**
 * Asks the servers in turns of a second, since a busy machine changes its speed within seconds. Stops them afterwards.
 *
 * @returns for each server what each turn gave
 */
export async function measureInTurns(servers, { warmUp, turns }) {
  // Waking a client that sleeps costs the server as much as its answer, and only the server that is slower than the client pays for it: so this one never does.
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
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no predictions, ${errors} requests had none`);
  return { perSecond: requests.total, microseconds: (busy / requests.total) * 1e6, p99: latency.p99 };
}

function shoot({ url }, duration) {
  return autocannon({ url, method: "POST", headers: HEADERS, body: BODY, connections: CONNECTIONS, duration });
}
