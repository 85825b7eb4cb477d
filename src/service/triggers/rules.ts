// The rules of a file: when each trigger fires, and what it does then.

import { readFile } from "node:fs/promises";
import { parseDocument } from "./document.js";
import { parseDuration } from "./duration.js";
import { type RulesIssue, TriggerRulesError } from "./rules-error.js";
import { decodeSecret } from "./signature.js";

/** Inputs drifted in consecutive windows. */
export interface DriftCondition {
  readonly kind: "drift";
  readonly psi: number;
  readonly adjustedPValue: number | undefined;
  readonly inputs: number;
  readonly windows: number;
}

/** The mean absolute error is above that of the held-out rows. */
export interface ErrorsCondition {
  readonly kind: "errors";
  readonly alpha: number;
}

/** Time has passed. */
interface ScheduleCondition {
  readonly kind: "schedule";
}

/** A request to a URL. */
export interface Webhook {
  readonly kind: "webhook";
  readonly url: string;
  readonly secret: Buffer;
  /** In milliseconds. */
  readonly timeout: number;
}

/** A program that runs. */
export interface Command {
  readonly kind: "command";
  readonly run: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** In milliseconds. */
  readonly timeout: number;
}

/** One trigger. */
export interface Rule {
  readonly name: string;
  readonly condition: DriftCondition | ErrorsCondition | ScheduleCondition;
  /** The shortest time between two firings, in milliseconds. */
  readonly cooldown: number;
  readonly action: Webhook | Command;
}

/** All triggers of a file. */
export interface Rules {
  /** The source of the events. */
  readonly source: string;
  readonly rules: readonly Rule[];
}

/** A trigger as the file has it. */
interface WrittenRule {
  readonly name: string;
  readonly when: {
    readonly drift?: { psi: number; adjusted_p_value?: number; inputs?: number; windows?: number };
    readonly errors?: { alpha?: number };
    readonly schedule?: { every: string };
  };
  readonly cooldown?: string;
  readonly then: {
    readonly webhook?: { url: string; secret_env?: string; secret_file?: string; timeout?: string };
    readonly command?: { run: string[]; env?: string[]; timeout?: string };
  };
}

/** The longest time of one attempt, in milliseconds. Node's `fetch` waits 5 minutes at most. */
const LONGEST_TIMEOUT = { webhook: 300_000, command: 86_400_000 };

/** Adds a problem. */
type Report = (path: string, message: string) => void;

/**
 * Reads a file of rules, with the secrets that it names.
 *
 * @param watchesDrift whether the service counts windows
 * @throws TriggerRulesError with all problems, Error of the file system, or an Error that names a
 * missing peer
 */
export async function readRules(file: string, env: NodeJS.ProcessEnv, watchesDrift: boolean): Promise<Rules> {
  const { content, lineOf } = await parseDocument(file, await readFile(file, "utf8"));
  const { source = "/supportvector", triggers } = content as { source?: string; triggers: WrittenRule[] };
  const issues: RulesIssue[] = [];
  const report: Report = (path, message) => void issues.push({ line: lineOf(path), path, message });
  const rules: Rule[] = [];
  for (const [i, { name, when, cooldown, then }] of triggers.entries()) {
    const path = `/triggers/${i}`;
    if (triggers.findIndex((other) => other.name === name) < i)
      report(`${path}/name`, `expected a name that no other trigger has, got ${JSON.stringify(name)}`);
    if (when.drift && !watchesDrift)
      report(`${path}/when/drift`, "expected a service that watches drift: give --drift-window");
    if (when.schedule && cooldown !== undefined)
      report(`${path}/cooldown`, "expected none beside a schedule, which has the same effect");
    const action = then.webhook
      ? await readWebhook(then.webhook, env, `${path}/then/webhook`, report)
      : readCommand(then.command!, env, `${path}/then/command`, report);
    if (action.timeout > LONGEST_TIMEOUT[action.kind])
      report(
        `${path}/then/${action.kind}/timeout`,
        `expected at most ${action.kind === "webhook" ? "5 minutes" : "1 day"}, got more`,
      );
    rules.push({
      name,
      condition: readCondition(when),
      cooldown: parseDuration(when.schedule?.every ?? cooldown ?? "1 day"),
      action,
    });
  }
  if (issues.length > 0) throw new TriggerRulesError(file, issues);
  return { source, rules };
}

function readCondition({ drift, errors }: WrittenRule["when"]): Rule["condition"] {
  if (drift) {
    const { psi, adjusted_p_value: adjustedPValue, inputs = 1, windows = 1 } = drift;
    return { kind: "drift", psi, adjustedPValue, inputs, windows };
  }
  return errors ? { kind: "errors", alpha: errors.alpha ?? 0.05 } : { kind: "schedule" };
}

async function readWebhook(
  { url, secret_env, secret_file, timeout = "30 seconds" }: NonNullable<WrittenRule["then"]["webhook"]>,
  env: NodeJS.ProcessEnv,
  path: string,
  report: Report,
): Promise<Webhook> {
  const { protocol = "", username, password } = URL.canParse(url) ? new URL(url) : ({} as Partial<URL>);
  if (!/^https?:$/.test(protocol) || username || password)
    report(`${path}/url`, "expected an http or https URL without a user and password, got another text");
  let text: string | undefined;
  if ((secret_env === undefined) === (secret_file === undefined))
    report(path, "expected exactly one of secret_env and secret_file");
  else if (secret_env !== undefined) {
    text = variableOf(env, secret_env);
    if (text === undefined) report(`${path}/secret_env`, `expected the variable ${secret_env}, which is not set`);
  } else
    text = await readFile(secret_file!, "utf8").catch(({ code }: NodeJS.ErrnoException) => {
      report(`${path}/secret_file`, `expected a file that can be read, got ${code}`);
      return undefined;
    });
  const secret = text === undefined ? undefined : decodeSecret(text.trim());
  // The message does not show the secret.
  if (text !== undefined && !secret)
    report(
      `${path}/${secret_env === undefined ? "secret_file" : "secret_env"}`,
      "expected a secret of whsec_ and 24 to 64 bytes in base64, got another text",
    );
  return { kind: "webhook", url, secret: secret ?? Buffer.alloc(0), timeout: parseDuration(timeout) };
}

function readCommand(
  { run, env: names = [], timeout = "10 minutes" }: NonNullable<WrittenRule["then"]["command"]>,
  env: NodeJS.ProcessEnv,
  path: string,
  report: Report,
): Command {
  for (const [i, text] of run.entries())
    if (text.includes("\0") || (i === 0 && text === ""))
      report(`${path}/run/${i}`, `expected ${i === 0 ? "a program" : "text without NUL"}, got ${JSON.stringify(text)}`);
  for (const [i, name] of names.entries())
    if (variableOf(env, name) === undefined)
      report(`${path}/env/${i}`, `expected the variable ${name}, which is not set`);
  const given = ["PATH", "HOME", ...names].flatMap((name) => {
    const value = variableOf(env, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { kind: "command", run, env: Object.fromEntries(given), timeout: parseDuration(timeout) };
}

/** Returns a variable, and nothing that every object has, such as `toString`. */
function variableOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
