// service.md from what was measured.

import { digits, grouped } from "../numbers.js";
import { quantile, ratioOf, summarise } from "../statistics.js";

const spread = ({ median, low, high }, show = digits) => `${show(median)} (${show(low)} to ${show(high)})`;
const share = (number) => `${Math.round(number * 100)}%`;

/** The promises, and what was measured of each. */
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
      title: "99% of the answers, later than the bare route's",
      goal: "at most 2 ms",
      text: `${digits(Math.max(0, p99))} ms`,
      kept: p99 <= 2,
    },
    {
      title: "start of the process to its first answer",
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

${host.processor}; ${host.system}. ${versions.join(", ")}.

The times are that machine's, and it had other work. Compare the ratios: servers were measured in turns of a second, in new processes each round.

|  | goal | measured |
| --- | --- | --- |
${namedNumbers(results)
  .map(({ title, goal, text }) => `| ${title} | ${goal} | ${text} |`)
  .join("\n")}

Medians of ${service.length} turns in ${rounds} rounds; in brackets the quartiles.

## Throughput

|  | requests per second | processor time of a request | 99% within |
| --- | --: | --: | --: |
${row("`supportvector serve`: a prediction, with API keys, rate limit, CORS, security headers, back-pressure, metrics and log on", service)}
${row("bare Fastify route: the same body parsed, a constant text of the same length answered, nothing else", bare)}

One process each, 50 connections, the mission's record, autocannon on the same machine, which polls: waking a client that sleeps would be charged to the slower server.

## Start

The fastest start took ${digits(Math.round(Math.min(...started)))} ms. A process that only starts Node took ${digits(Math.round(Math.min(...empty)))} ms at best, and ${digits(Math.round(quantile(empty, 0.5)))} ms in the median.

## Should predictions be cached in Redis?

${redis ? adviseOnCache(redis) : "Not measured: redis-server is not installed."}
`;
}

function adviseOnCache({ prediction, trip }) {
  const times = digits(trip / prediction);
  return `No. A prediction takes ${digits(prediction)} µs. Asking a Redis on the same machine for the answer takes ${digits(trip)} µs, ${times} times as long, without the work of making a key from a record; over a network it is more. A cache would make every
answer slower, and keep health data in one more place. Redis is of use for what processes share: rate limits.`;
}
