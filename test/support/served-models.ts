// Small models that a running command serves, told apart by their predictions.

import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunningCommand } from "./running-command.js";
import { tinyModel } from "./tiny-model.js";

const TINY_RECORD = { Age: 30, Shift: "early" };

/** Replaces a file atomically by a model with this prediction for the tiny record. */
export function writeModel(folder: string, name: string, prediction: number): string {
  const model = tinyModel((file) => {
    file.regressor.intercept = prediction - 2;
    file.verification.predictions = [[prediction]];
  });
  const path = join(folder, name);
  writeFileSync(`${path}.new`, JSON.stringify(model));
  renameSync(`${path}.new`, path);
  return path;
}

export async function ask(
  { url }: RunningCommand,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: { prediction?: number } }> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(url + path, init);
  return { status: response.status, body: (await response.json()) as { prediction?: number } };
}

/** Returns the prediction for the tiny record. */
export async function predictionOf(command: RunningCommand): Promise<number | undefined> {
  return (await ask(command, "/predict", TINY_RECORD)).body.prediction;
}

/** Asks on a connection of its own, so that any worker may respond. */
export async function variantOf({ url }: RunningCommand, user: string): Promise<string> {
  const response = await fetch(`${url}/predict`, {
    method: "POST",
    headers: { "content-type": "application/json", connection: "close", "x-user": user },
    body: JSON.stringify(TINY_RECORD),
  });
  const { variant, prediction } = (await response.json()) as { variant: string; prediction: number };
  return `${variant} ${prediction}`;
}
