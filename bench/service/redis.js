// The benefit and the cost of a cache: a prediction, and a request to a Redis on the same machine.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import getPort from "get-port";
import { Redis } from "ioredis";
import { predict } from "../../dist/absenteeism.js";
import { quantile } from "../statistics.js";
import { RECORD } from "./record.js";

const CALLS = 20_000;

/** Returns the version of redis-server, or undefined if it is not installed. */
export function redisVersion() {
  const { stdout } = spawnSync("redis-server", ["--version"], { encoding: "utf8" });
  return /v=(\S+)/.exec(stdout ?? "")?.[1];
}

/** Returns the microseconds of a prediction, and of a GET of its text. */
export async function measureRedis() {
  const port = await getPort();
  const server = spawn("redis-server", ["--port", `${port}`, "--bind", "127.0.0.1", "--save", ""], { stdio: "ignore" });
  const redis = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 20 });
  redis.on("error", () => {});
  const key = JSON.stringify(RECORD);
  await redis.set(key, `${predict(RECORD)}`);
  const trips = await timeAll(() => redis.get(key));
  redis.disconnect();
  server.kill();
  await once(server, "exit");

  // The records differ like those of clients. Repeated records are faster.
  let sum = 0;
  let i = 0;
  const predictions = await timeAll(() => {
    i++;
    sum += predict({ ...RECORD, Age: 27 + (i % 31), "Service time": 1 + (i % 29), "Reason for absence": 21 + (i % 8) });
  });
  if (Number.isNaN(sum)) throw new Error("expected predictions");
  return { trip: quantile(trips, 0.5), prediction: quantile(predictions, 0.5) };
}

/** Returns the microseconds of each call in the second half. */
async function timeAll(call) {
  const times = [];
  for (let i = 0; i < CALLS; i++) {
    const began = performance.now();
    const pending = call();
    if (pending) await pending;
    times.push((performance.now() - began) * 1000);
  }
  return times.slice(CALLS / 2);
}
