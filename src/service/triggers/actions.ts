// The actions of triggers: one attempt to send an event to a webhook, or to a program.

import { spawn } from "node:child_process";
import { EVENT_TYPE } from "./event.js";
import type { Command, Webhook } from "./rules.js";
import { signatureHeaders } from "./signature.js";

/** What became of an attempt. A refused event is never sent again. */
export type Attempt =
  | { readonly result: "delivered" }
  | { readonly result: "failed" | "refused"; readonly reason: string };

/**
 * Performs an action.
 *
 * @param id of the event
 * @param event as JSON
 * @param time in milliseconds since 1970
 * @param signal ends the attempt
 */
export function perform(
  action: Webhook | Command,
  id: string,
  event: string,
  time: number,
  signal: AbortSignal,
): Promise<Attempt> {
  return action.kind === "webhook" ? post(action, id, event, time, signal) : run(action, event, signal);
}

const STOPPED: Attempt = { result: "failed", reason: "the service shuts down" };

/** A redirect is a failure: the event goes to the URL of the rule only. */
async function post(
  { url, secret, timeout }: Webhook,
  id: string,
  body: string,
  time: number,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": EVENT_TYPE, ...signatureHeaders(secret, id, time, body) },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    // Otherwise the connection would wait for somebody to read the body.
    response.body?.cancel().catch(() => {});
    if (response.ok) return { result: "delivered" };
    return { result: response.status === 410 ? "refused" : "failed", reason: `status ${response.status}` };
  } catch (error) {
    if (signal.aborted) return STOPPED;
    const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === "TimeoutError") return { result: "failed", reason: `no response within ${timeout} ms` };
    return { result: "failed", reason: cause?.code ?? cause?.message ?? message };
  }
}

/** The program has a group of its own, so that its children end with it. */
function run(
  { run: [program, ...parameters], env, timeout }: Command,
  event: string,
  signal: AbortSignal,
): Promise<Attempt> {
  if (signal.aborted) return Promise.resolve(STOPPED);
  return new Promise<Attempt>((resolve) => {
    const child = spawn(program!, parameters, { env, detached: true, stdio: ["pipe", "ignore", "inherit"] });
    let isLate = false;
    const end = (): void => {
      try {
        process.kill(-child.pid!, "SIGKILL");
      } catch {
        // It has ended.
      }
    };
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, timeout);
    signal.addEventListener("abort", end);
    const finish = (reason?: string): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(reason === undefined ? { result: "delivered" } : { result: "failed", reason });
    };
    child.on("error", ({ message }) => finish(message));
    child.on("exit", (code, ended) => {
      if (signal.aborted) finish("the service shuts down");
      else if (isLate) finish(`no exit within ${timeout} ms`);
      else finish(code === 0 ? undefined : `exit ${code ?? ended}`);
    });
    // A program need not read the event. One that has not started has no input.
    child.stdin?.on("error", () => {}).end(event);
    // Thrown instead of emitted, for example because of arguments that are too long.
  }).catch(({ message }: Error) => ({ result: "failed", reason: message }));
}
