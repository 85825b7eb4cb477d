// The whole life of a model, in about a minute: it serves, the world changes, a trigger retrains
// it, and the new model wins the experiment and is promoted.
//
//   node loop.js [Absenteeism_at_work.csv]

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { loadModel } from "supportvector";

const CLIENTS = 4;
/** Responses after which the next step is taken. */
const ENOUGH = 500;
const CLIENT_KEY = "key-of-the-clients";
const OPERATOR_KEY = "key-of-the-operator";

const here = dirname(fileURLToPath(import.meta.url));
const run = join(here, "run");
const [data] = process.argv.slice(2);

rmSync(run, { recursive: true, force: true });
mkdirSync(run);
python("rows.py", run, ...(data === undefined ? [] : ["--data", data]));
python("train.py", join(run, "training.csv"), join(run, "champion.json"));
// Until there is a better model, the challenger and the shadow are the champion.
place("champion.json", "challenger.json");
place("champion.json", "next.json");
const rows = readFileSync(join(run, "traffic.ndjson"), "utf8").trim().split("\n").map(JSON.parse);

let isOpen = true;
let firings = 0;
const service = startService();
const gone = once(service, "exit").then(([code]) => {
  if (isOpen) throw new Error(`the service ended with exit code ${code}`);
});
const url = await Promise.race([urlOf(service), gone]);
/** Models by version. Files that are replaced stay known. */
const models = new Map([await known("champion")]);
const responses = [];
const clients = Array.from({ length: CLIENTS }, (_, first) => sendRows(first));

const champion = await versionOf("champion");
tell("serving", { version: champion });
await until(async () => (await versionOf("next")) !== champion);
tell("retrained", { responses: responses.length });
await moreResponses();

place("next.json", "challenger.json");
await until(async () => (await versionOf("challenger")) !== champion);
models.set(...(await known("challenger")));
tell("challenged", { version: await versionOf("challenger") });

let experiment;
await until(async () => {
  experiment = await ask("GET", "/experiment");
  return experiment.decision !== "continue";
});
const [old, next] = experiment.variants.map(({ targets: [{ outcomes, mae }] }) => ({ outcomes, mae }));
tell("decided", { decision: experiment.decision, champion: old, challenger: next });
const { promotion } = await ask("POST", "/experiment/promote", { variant: experiment.winner }, OPERATOR_KEY);
const promotedAt = responses.length;
tell("promoted", { variant: promotion.variant });
await moreResponses();

isOpen = false;
await Promise.all(clients);
service.kill();
await gone;
const wrong = responses.filter(
  ({ record, prediction, version }) => models.get(version)?.predict(record) !== prediction,
);
const count = (from, to) => responses.filter((response) => response.from >= from && response.version === to).length;
tell("ended", {
  responses: responses.length,
  wrong: wrong.length,
  firings,
  afterPromotion: { champion: count(promotedAt, champion), challenger: count(promotedAt, promotion.version) },
});

function python(script, ...args) {
  execFileSync("python3", [join(here, script), ...args], { stdio: ["ignore", "ignore", "inherit"] });
}

/** Copies a model file. Its new name has the whole file or the one before it. */
function place(from, to) {
  copyFileSync(join(run, from), join(run, `${to}.new`));
  renameSync(join(run, `${to}.new`), join(run, to));
}

function startService() {
  const command = fileURLToPath(new URL("dist/cli.js", import.meta.resolve("supportvector/package.json")));
  const models = ["--model", "champion=champion.json", "--model", "challenger=challenger.json"];
  const split = ["--split", "champion=50,challenger=50", "--shadow", "next=next.json", "--subject", "input:ID"];
  // The trigger's program needs the inputs. They are personal data.
  const store = ["--store", "store.db", "--store-inputs", "--operator", "operator"];
  const watching = ["--watch", "--drift-window", "4", "--triggers", "../triggers.yaml"];
  const options = [...models, ...split, ...store, ...watching, "--port", process.env.PORT ?? "5000"];
  return spawn(process.execPath, [command, "serve", ...options], {
    cwd: run,
    env: { ...process.env, API_KEYS: `clients:${CLIENT_KEY},operator:${OPERATOR_KEY}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Returns the address in the log, which goes on to be read. */
function urlOf({ stdout }) {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on("line", (line) => {
      const { level, msg } = JSON.parse(line);
      if (level > 30) console.error(line);
      if (msg === "a trigger has fired") firings++;
      const [address] = /http:\S+/.exec(msg) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}

async function ask(method, path, body, key = CLIENT_KEY) {
  const headers = { "x-api-key": key, ...(body && { "content-type": "application/json" }) };
  const response = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Sends every CLIENTS-th row and its outcome, from the beginning again once all are sent. */
async function sendRows(first) {
  for (let i = first; isOpen; i += CLIENTS) {
    const { record, actual } = rows[i % rows.length];
    const from = responses.length;
    const { id, prediction, version } = await ask("POST", "/predict", record);
    responses.push({ from, record, prediction, version });
    await ask("POST", "/feedback", { id, actual });
  }
}

async function versionOf(name) {
  const { variants, shadows } = await ask("GET", "/model_info");
  return { ...variants, ...shadows }[name].metadata.model_version;
}

/** Returns the version and the model of a variant. */
async function known(name) {
  return [await versionOf(name), loadModel(readFileSync(join(run, `${name}.json`), "utf8"))];
}

async function moreResponses() {
  const before = responses.length;
  await until(() => responses.length >= before + ENOUGH);
}

async function until(condition) {
  while (!(await condition())) await wait(200);
}

function tell(step, facts) {
  console.log(JSON.stringify({ step, ...facts }));
}
