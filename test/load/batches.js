// `node test/load/batches.js`: how long single records of one caller take while another caller
// sends the most expensive batches without pause. Takes half a minute after `npm run build`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import getPort from "get-port";

const COMMAND = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const SECONDS = 10;
/** Connections of the caller with batches, and of the other one. */
const CONNECTIONS = { batches: 19, records: 3 };
/** 99 % of the records may take so long. */
const MOST_MILLISECONDS = 50;
/** On a busy machine, so many times what they take alone. */
const MOST_TIMES = 3;
/** The least number of records in that time. */
const LEAST_RECORDS = 100;
const KEYS = { batches: "key-of-the-batches-0123", records: "key-of-the-records-0123" };
const ROWS = 20_000;
const COLUMNS = 100;
/** A body of this many records has close to 1 MiB. */
const BATCH = 900;

const names = Array.from({ length: COLUMNS }, (_, i) => `x${i}`);
const numbers = (seed) => names.map((_, i) => ((seed * 31 + i * 17) % 997) / 997);
const recordOf = (values) => Object.fromEntries(names.map((name, i) => [name, Math.round(values[i] * 100) / 100]));

/** Returns a dense RBF model of 39 MB, whose support vectors do not repeat. */
function largeModel() {
  const gamma = 1 / COLUMNS;
  const vectors = Array.from({ length: ROWS }, (_, row) => names.map((_, i) => Math.abs(Math.sin(row * COLUMNS + i))));
  const row = names.map(() => 0.5);
  const distance = (vector) => vector.reduce((sum, value) => sum + (value - 0.5) ** 2, 0);
  const prediction = vectors.reduce((sum, vector) => sum + Math.exp(-gamma * distance(vector)), 0);
  return {
    format: "supportvector",
    version: 1,
    source: { library: "scikit-learn", library_version: "1.2.1", exporter_version: "0.1.0" },
    metadata: { name: "large", target: "y" },
    inputs: names.map((name) => ({ name, kind: "number", missing: false, range: [0, 1] })),
    pipeline: { type: "passthrough" },
    feature_names_out: names,
    regressor: {
      type: "SVR",
      kernel: "rbf",
      gamma,
      dual_coef: vectors.map(() => 1),
      intercept: 0,
      support_vectors: [{ columns: names.map((_, i) => i), rows: vectors }],
    },
    target: {},
    verification: {
      inputs: [row],
      transformed: [row],
      predictions: [[prediction]],
      bounds: { predictions: [[1e-6]] },
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), "supportvector-batches-"));
const port = await getPort();
const url = `http://127.0.0.1:${port}`;
const model = join(folder, "model.json");
writeFileSync(model, JSON.stringify(largeModel()));
const options = ["--model", model, "--port", `${port}`, "--log-file", join(folder, "log")];
const server = spawn(process.execPath, ["--max-old-space-size=400", COMMAND, "serve", ...options], {
  env: { PATH: process.env.PATH, API_KEYS: `batches:${KEYS.batches},records:${KEYS.records}` },
  stdio: ["ignore", "inherit", "inherit"],
});
try {
  const isLive = () =>
    fetch(`${url}/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isLive())) await wait(50);

  const record = JSON.stringify(recordOf(numbers(1)));
  const instances = Array.from({ length: BATCH }, (_, i) => recordOf(numbers(i)));
  const batch = JSON.stringify({ instances });
  const fire = (caller, path, body, duration) =>
    autocannon({
      url: `${url}${path}`,
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": KEYS[caller] },
      body,
      connections: CONNECTIONS[caller],
      duration,
      timeout: 120,
    });
  const alone = await fire("records", "/predict", record, SECONDS / 2);
  const batches = fire("batches", "/batch_predict", batch, SECONDS + 4);
  await wait(2000);
  const beside = await fire("records", "/predict", record, SECONDS);
  const { "2xx": predicted, non2xx } = await batches;
  const times = ({ latency: { p50, p99, max } }) =>
    `50 % within ${p50} ms, 99 % within ${p99} ms, all within ${max} ms`;
  console.log(`records alone: ${times(alone)}`);
  console.log(`beside batches of ${BATCH} rows (${(batch.length / 2 ** 20).toFixed(2)} MiB): ${times(beside)}`);
  console.log(`batches: ${predicted} predicted, ${non2xx} refused`);
  console.log(`records: ${beside["2xx"]} predicted, ${beside.non2xx + beside.errors} refused`);
  const most = Math.max(MOST_MILLISECONDS, MOST_TIMES * alone.latency.p99);
  // A record that gets no response has no time, so their number counts as well.
  const isServed = beside["2xx"] >= LEAST_RECORDS && beside.non2xx + beside.errors === 0;
  process.exitCode = isServed && beside.latency.p99 <= most ? 0 : 1;
} finally {
  server.kill("SIGKILL");
  await once(server, "exit");
  rmSync(folder, { recursive: true });
}
