// Load by autocannon, every answer compared. One instance per record: after a lost connection autocannon may take an answer for that of another request.

import autocannon from "autocannon";
import { isRight, RECORDS } from "./models.js";
import { API_KEY } from "./server.js";

/** Of each instance. */
const CONNECTIONS = 3;

/**
 * Asks for some seconds.
 *
 * @returns how many were answered, how many answers were wrong or no 200, how many requests had no answer
 */
export async function fire({ port }, seconds) {
  const total = { answered: 0, wrong: 0, refused: 0, errors: 0, milliseconds: [] };
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
      total.answered += result["2xx"];
      total.wrong += result.mismatches;
      total.refused += result.non2xx;
      total.errors += result.errors;
      total.milliseconds.push(result.latency.p99);
    }),
  );
  return total;
}
