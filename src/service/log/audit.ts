// The audit file: every prediction with its inputs, one line of JSON per request, appended before
// the response. A request fails if its line cannot be written, so the file misses no prediction.
// Several processes may append to one file, because a line is one write.

import { closeSync, openSync, writeSync } from "node:fs";
import type { FastifyRequest } from "fastify";
import type { InputInfo, Prediction } from "../../index.js";
import { callerOf } from "../access/caller.js";
import { timestamp } from "../timestamp.js";

/** The predictions of one request. */
interface AuditedPredictions {
  readonly request: FastifyRequest;
  readonly model: string;
  readonly version: string;
  readonly inputs: readonly InputInfo[];
  /** Records that the model has accepted. */
  readonly records: readonly unknown[];
  readonly predictions: readonly Prediction[];
}

/** An open audit file. */
export interface Audit {
  append(predictions: AuditedPredictions): void;
  close(): void;
}

/** Only the owner may read the file. */
const MODE = 0o600;

/**
 * Opens an audit file, or creates it.
 *
 * @throws Error of the file system
 */
export function openAudit(path: string): Audit {
  const file = openSync(path, "a", MODE);
  return {
    append({ request, model, version, inputs, records, predictions }) {
      const line = JSON.stringify({
        time: timestamp(),
        request: request.id,
        caller: callerOf(request)?.id,
        route: request.routeOptions.url,
        model,
        version,
        inputs: records.map((record) => pickInputs(record as Record<string, unknown>, inputs)),
        predictions,
      });
      const bytes = Buffer.from(`${line}\n`);
      if (writeSync(file, bytes) !== bytes.length) throw new Error("the audit file did not take a whole line");
    },
    close: () => closeSync(file),
  };
}

/** Returns the inputs without other keys, which may hold anything. */
function pickInputs(record: Record<string, unknown>, inputs: readonly InputInfo[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map(({ name }) => [name, record[name]]));
}
