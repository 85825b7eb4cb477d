// The audit file: every prediction with its inputs, a line of JSON each, appended before the caller gets the answer. A line that cannot be written
// fails the request: there is no prediction that the file does not know of. Several processes may append to one file, since a line is one write.

import { closeSync, openSync, writeSync } from "node:fs";
import type { FastifyRequest } from "fastify";
import type { InputInfo, Prediction } from "../model.js";
import { callerOf } from "./access/caller.js";
import { timestamp } from "./timestamp.js";

/** What one request asked, and got. */
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

/** Readable by its owner alone. */
const MODE = 0o600;

/**
 * Opens an audit file, or begins it.
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

/** The inputs alone: other keys are nobody's business, and may be anything. */
function pickInputs(record: Record<string, unknown>, inputs: readonly InputInfo[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map(({ name }) => [name, record[name]]));
}
