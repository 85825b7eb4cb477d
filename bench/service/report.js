// Writes service.md from the measurements.

import { digits, grouped } from "../numbers.js";
import { quantile, ratioOf, summarise } from "../statistics.js";

const spread = ({ median, low, high }, show = digits) => `${show(median)} (${show(low)} to ${show(high)})`;
const share = (number) => `${Math.round(number * 100)}%`;

/** Returns the goals with their measurements. */
export function namedNumbers({ service, bare, started }) {
  const of = (turns, what) => turns.map((turn) => turn[what]);
  const ratio = ratioOf(of(service, "perSecond"), of(bare, "perSecond"));
  const p99 = quantile(of(service, "p99"), 0.5) - quantile(of(bare, "p99"), 0.5);
  return [
    {
      title: "throughput of `POST /predict` ÷ that of the bare route",
      goal: "at least 80%",
      text: spread(ratio, share),
      kept: ratio.median >= 0.8,
    },
    {
      title: "99th percentile of the latency, later than the bare route's",
      goal: "at most 2 ms",
      text: `${digits(Math.max(0, p99))} ms`,
      kept: p99 <= 2,
    },
    {
      title: "start of the process to its first response",
      goal: "at most 500 ms",
      text: `${spread(summarise(started), (ms) => digits(Math.round(ms)))} ms`,
      kept: quantile(started, 0.5) <= 500,
    },
  ];
}

export function writeReport(results) {
  const { host, rounds, service, bare, seconds, started, empty, redis } = results;
  const versions = Object.entries(host.versions).map(([name, version]) => `${name} ${version}`);
  const row = (name, turns) => {
    const perSecond = summarise(turns.map((turn) => turn.perSecond));
    const microseconds = summarise(turns.map((turn) => turn.microseconds));
    return `| ${name} | ${spread(perSecond, (n) => grouped(Math.round(n)))} | ${spread(microseconds)} µs | ${quantile(
      turns.map(({ p99 }) => p99),
      0.5,
    )} ms |`;
  };
  return `# How fast the service is

Written by \`npm run bench:service\` (${seconds} s) on ${host.date}. Do not edit.

${host.processor}, ${host.system}. ${versions.join(", ")}.

The machine had other work, so only the ratios are comparable. The servers were measured in turns of
a second, in new processes each round.

|  | goal | measured |
| --- | --- | --- |
${namedNumbers(results)
  .map(({ title, goal, text }) => `| ${title} | ${goal} | ${text} |`)
  .join("\n")}

Medians of ${service.length} turns in ${rounds} rounds, with the quartiles in brackets.

## Throughput

|  | requests per second | processor time per request | 99% within |
| --- | --: | --: | --: |
${row("`supportvector serve`: a prediction, with API keys, rate limit, CORS, security headers, back-pressure, metrics and log on", service)}
${row("bare Fastify route: the same body parsed, a constant response of the same length", bare)}

Each server is one process. autocannon sends the mission's record over 50 connections from the same
machine. It polls, because only the slower server would pay for waking a sleeping client.

## Start

The fastest start took ${digits(Math.round(Math.min(...started)))} ms. A process that only starts Node took
${digits(Math.round(Math.min(...empty)))} ms at best, and ${digits(Math.round(quantile(empty, 0.5)))} ms in the median.

## Should predictions be cached in Redis?

${redis ? adviseOnCache(redis) : "Not measured: redis-server is not installed."}
`;
}

function adviseOnCache({ prediction, trip }) {
  const times = digits(trip / prediction);
  return `No. A prediction takes ${digits(prediction)} µs. A request to a Redis on the same machine takes ${digits(trip)} µs,
${times} times as long. Making a key from a record and a network would add to that. A cache would
delay every response and keep health data in one more place. Redis serves what processes share: rate
limits.`;
}
