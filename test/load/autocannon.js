// Load by autocannon, with every response verified. Each record has its own instance, because
// autocannon may assign a response to another request after a lost connection.

import autocannon from "autocannon";
import { isRight, RECORDS } from "./models.js";
import { API_KEY } from "./server.js";

/** Connections of each instance. */
const CONNECTIONS = 3;

/**
 * Sends requests for some seconds.
 *
 * @returns the number of responses, of wrong ones, of others than 200, and of requests without a
 *   response
 */
export async function fire({ port }, seconds) {
  const total = { served: 0, wrong: 0, refused: 0, errors: 0, milliseconds: [] };
  await Promise.all(
    RECORDS.map(async (record, i) => {
      const result = await autocannon({
        url: `http://127.0.0.1:${port}/predict`,
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": API_KEY },
        body: JSON.stringify(record),
        connections: CONNECTIONS,
        duration: seconds,
        timeout: 5,
        verifyBody: (body) => isRight(i, body),
      });
      total.served += result["2xx"];
      total.wrong += result.mismatches;
      total.refused += result.non2xx;
      total.errors += result.errors;
      total.milliseconds.push(result.latency.p99);
    }),
  );
  return total;
}
