// Requests with a marker, which no line of the log may hold.

import fc from "fast-check";
import { expect } from "vitest";
import modelFile from "../../src/absenteeism/model.json" with { type: "json" };
import { loadExplainer } from "../../src/explain/index.js";
import { readApiKeys } from "../../src/service/index.js";
import { RECORD, startService } from "../support/service.js";

/** Occurs in every request below. JSON does not escape it, and no number of a log equals it. */
const MARKER = "91827364550918273645";

/** JSON with the marker as a value, as a key, as a part of one, or after the end. */
const marked: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...Object.keys(RECORD)).chain((name) =>
    fc.constantFrom(`"${MARKER}"`, MARKER, `[${MARKER}]`, `{"a":"${MARKER}"}`).map((value) => {
      const { [name]: _, ...rest } = RECORD;
      return `${JSON.stringify(rest).slice(0, -1)},${JSON.stringify(name)}:${value}}`;
    }),
  ),
  fc.constantFrom(
    JSON.stringify({ ...RECORD, [MARKER]: MARKER }),
    JSON.stringify({ instances: [{ ...RECORD, Age: MARKER }] }),
    JSON.stringify({ dataframe_split: { columns: [MARKER], data: [[MARKER]] } }),
    JSON.stringify({ inputs: [{ name: MARKER, shape: [1], datatype: "BYTES", data: [MARKER] }] }),
    JSON.stringify({ inputs: { [MARKER]: MARKER } }),
    JSON.stringify({ inputs: [{ name: "a", shape: [1], datatype: MARKER, data: [1] }] }),
    `{"__proto__":"${MARKER}"}`,
    `${JSON.stringify(RECORD)}${MARKER}`,
    `"${MARKER}"`,
    MARKER,
    `{"${MARKER}`,
    `\ufeff${MARKER}x`,
  ),
);

const path = fc.constantFrom(
  "/predict",
  "/batch_predict",
  "/explain",
  "/invocations",
  "/v2/models/absenteeism/infer",
  `/predict?Age=${MARKER}`,
  `/v2/models/${MARKER}/infer`,
  `/${MARKER}`,
  `/%${MARKER}%E0%A4%A`,
);
const type = fc.constantFrom("application/json", "text/plain", `text/${MARKER}`);

/** Sends marked requests, among them one that fails within the model, and reads the log. */
export async function searchLogForInputs(count: number): Promise<void> {
  const apiKeys = await readApiKeys({ API_KEYS: "bob:0123456789abcdef" });
  const explainer = loadExplainer(modelFile);
  const logged = await startService({ model: explainer, explain: true, apiKeys, log: { level: "debug" } });
  let found = 0;
  await fc.assert(
    fc.asyncProperty(path, type, marked, async (to, contentType, body) => {
      const headers = { "Content-Type": contentType, "X-API-Key": "0123456789abcdef" };
      const { status } = await logged.post(to, body, headers);
      expect(status).toBeLessThan(500);
      if (status === 200) found++;
    }),
    { numRuns: count },
  );
  Object.defineProperty(explainer.model, "predict", {
    value: (record: unknown) => {
      throw new Error(`cannot read ${JSON.stringify(record)}`, { cause: record });
    },
  });
  const broken = await logged.post("/predict", { ...RECORD, Age: MARKER }, { "X-API-Key": "0123456789abcdef" });
  expect(broken.status).toBe(500);
  await logged.send(
    `POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n${MARKER}`.slice(0, 90),
    "",
  );
  const log = await logged.stop();
  expect(log.match(/"status":200/g) ?? []).toHaveLength(found);
  expect(log.match(/"status":4\d\d/g)!.length).toBeGreaterThan(count / 2);
  expect(log).toContain('"msg":"internal error"');
  expect(log).not.toContain(MARKER);
}
