// `supportvector serve`: its options, as flags and as environment variables. docs/cli.md lists
// them.

import cluster from "node:cluster";
import { type Command, Option } from "commander";
import { EXIT, Failure } from "../failure.js";
import { list, origin, probability, seconds, text, trueOrFalse, url, wholeNumber } from "../values.js";
import { modelFiles, namedFiles, weights } from "./model-values.js";
import { readSettings, type ServeOptions, type Settings } from "./settings.js";

const LEVELS = ["debug", "info", "warn", "error", "fatal", "silent"];

/** Adds the command. */
export function addServe(program: Command): void {
  const command = program
    .command("serve")
    .description("serve a model over HTTP, the included one by default")
    .action(async (options: ServeOptions) => {
      checkCombinations(options);
      const settings = readSettings(options);
      process.exit(await run(settings));
    });
  for (const option of serveOptions()) command.addOption(option);
}

/** Imports the service only now, so that `--help` and usage errors need not wait for it. */
async function run(settings: Settings): Promise<number> {
  if (settings.workers > 1 && cluster.isPrimary) {
    const { supervise } = await import("./supervisor.js");
    return supervise(settings);
  }
  const { serve } = await import("./server.js");
  return serve(settings);
}

/** Returns all options of `serve`. */
export function serveOptions(): readonly Option[] {
  const option = (flags: string, about: string): Option => {
    const named = new Option(flags, about);
    return named.env(`SUPPORTVECTOR_${named.name().replaceAll("-", "_").toUpperCase()}`);
  };
  const toggle = (flag: string, about: string): Option =>
    option(`${flag} [true|false]`, about).preset("true").default(false).argParser(trueOrFalse);
  return [
    option("--model <file>", "the model file, or NAME=FILE for each of several, repeatable").argParser(modelFiles),
    option("--split <weights>", "how several models share the requests, such as champion=90,challenger=10").argParser(
      weights,
    ),
    option("--shadow <name=file>", "model that predicts after the response, for a comparison, repeatable").argParser(
      namedFiles,
    ),
    option("--subject <source>", "what stays with its model: key, header:NAME or input:NAME").argParser(text),
    option("--experiment <name>", "another name assigns all subjects anew").argParser(text),
    toggle("--explain", "explain predictions at POST /explain, by the background of the model files"),
    option("--host <address>", "address to listen on").default("127.0.0.1").argParser(text),
    option("--port <number>", "port to listen on").default(5000).argParser(wholeNumber(0, 65_535)).env("PORT"),
    option("--api-keys-file <file>", "file of API keys, one per line, besides those in API_KEYS")
      .argParser(text)
      .env("API_KEYS_FILE"),
    toggle("--allow-unauthenticated", "listen beyond this machine without API keys"),
    option("--rate-limit <requests>", "requests per window and caller").argParser(wholeNumber(1)),
    option("--rate-limit-window <seconds>", "length of a window").argParser(seconds),
    option("--redis <url>", "count the requests of all processes in Redis").argParser(url("redis:", "rediss:")),
    option("--allowed-host <name>", "further name that requests may have in Host, repeatable").argParser(list(text)),
    option("--cors-origin <origin>", "origin whose pages may read responses, repeatable").argParser(list(origin)),
    option("--tls-cert <file>", "certificate chain, in PEM").argParser(text),
    option("--tls-key <file>", "private key, in PEM").argParser(text),
    option("--body-limit <bytes>", "largest body").argParser(wholeNumber(1)),
    option("--max-batch-rows <rows>", "limit on the records of one request").argParser(wholeNumber(1)),
    option("--batch-timeout <seconds>", "longest time from a batch to its response").argParser(seconds),
    option("--request-timeout <seconds>", "longest time for a request to arrive").argParser(seconds),
    option("--inactivity-timeout <seconds>", "longest time in which a client takes nothing of its response").argParser(
      seconds,
    ),
    option("--max-connections <number>", "most connections at a time, per process").argParser(wholeNumber(1)),
    option("--max-event-loop-delay <milliseconds>", "delay above which requests are refused, 0 for never").argParser(
      wholeNumber(0),
    ),
    option("--trusted-proxy <address>", "proxy or subnet whose X-Forwarded-For is trusted, repeatable").argParser(
      list(text),
    ),
    option("--audit <file>", "append every prediction with its inputs to this file").argParser(text),
    option("--drift-window <seconds>", "compare inputs and predictions with the training data, in windows").argParser(
      seconds,
    ),
    option("--store <location>", "store predictions and outcomes in this file, or at postgres://…").argParser(text),
    option("--retention <days>", "days after which they are deleted, 365 by default").argParser(wholeNumber(1, 36_500)),
    option(
      "--operator <id>",
      "id of an API key that may delete subjects from the store and promote models, repeatable",
    ).argParser(list(text)),
    option("--experiment-alpha <probability>", "that outcomes ever decide by chance, 0.05 by default").argParser(
      probability,
    ),
    toggle("--store-inputs", "store the inputs of predictions as well, which are personal data"),
    option("--triggers <file>", "rules that call a webhook or run a command, such as when data drift").argParser(text),
    option("--log-level <level>", "lowest level that is logged").choices(LEVELS),
    option("--log-file <file>", "append the log to this file instead of writing it to standard output").argParser(text),
    toggle("--watch", "reload the model files whenever one changes"),
    option("--workers <number>", "processes that serve requests").default(1).argParser(wholeNumber(1, 256)),
    option("--grace <seconds>", "longest time for open requests after SIGTERM").default(8000, "8").argParser(seconds),
  ];
}

/** Options that need another option. */
const NEEDS: readonly (readonly [keyof ServeOptions, string, keyof ServeOptions, string])[] = [
  ["watch", "--watch", "model", "--model"],
  ["rateLimitWindow", "--rate-limit-window", "rateLimit", "--rate-limit"],
  ["redis", "--redis", "rateLimit", "--rate-limit"],
  ["operator", "--operator", "store", "--store"],
  ["experimentAlpha", "--experiment-alpha", "store", "--store"],
  ["retention", "--retention", "store", "--store"],
  ["storeInputs", "--store-inputs", "store", "--store"],
  ["triggers", "--triggers", "store", "--store"],
  ["tlsCert", "--tls-cert", "tlsKey", "--tls-key"],
  ["tlsKey", "--tls-key", "tlsCert", "--tls-cert"],
];

function checkCombinations(options: ServeOptions): void {
  const problems = NEEDS.filter(([has, , needed]) => options[has] && options[needed] === undefined);
  const messages = problems.map(([, flag, , needed]) => `${flag} needs ${needed}`);
  if (problems.length > 0) throw new Failure(`${messages.join(", ")}: give both or neither`, EXIT.usage);
}
