// Requests per second, the processor's time that they take, and the slowest hundredth, of a server that has warmed up.

import autocannon from "autocannon";
import { HEADERS } from "./processes.js";
import { BODY } from "./record.js";

const CONNECTIONS = 50;

/** @param server is stopped afterwards */
export async function measureThroughput(server, { warmUp, seconds }) {
  // Waking a client that sleeps costs the server as much as its answer, and only the server that is slower than the client pays for it: so this one never does.
  let isPolling = true;
  const poll = () => isPolling && setImmediate(poll);
  poll();
  const shoot = (duration) =>
    autocannon({ url: server.url, method: "POST", headers: HEADERS, body: BODY, connections: CONNECTIONS, duration });
  await shoot(warmUp);
  const before = server.processorSeconds();
  const { requests, latency, non2xx, errors } = await shoot(seconds);
  const busy = server.processorSeconds() - before;
  isPolling = false;
  await server.stop();
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were no predictions, ${errors} requests had none`);
  return { perSecond: requests.total / seconds, microseconds: (busy / requests.total) * 1e6, p99: latency.p99 };
}
