// The audit file: every prediction with its inputs, one line of JSON per request and variant,
// appended before the response. A request fails if its line cannot be written, so the file misses
// no prediction. Several processes may append to one file, because a line is one write.

import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import type { FastifyRequest } from "fastify";
import type { InputInfo, Prediction } from "../../index.js";
import { callerOf } from "../access/caller.js";
import type { ServedModel } from "../model/served-model.js";
import type { FeedbackResult, Outcome } from "../store/messages.js";
import { writeId } from "../store/prediction-ids.js";
import type { PromotionChange } from "../store/promotions.js";
import { timestamp } from "../timestamp.js";

/** The predictions of one model for one request. */
interface AuditedPredictions {
  readonly request: FastifyRequest;
  readonly served: ServedModel;
  /** The ids of all predictions of the request, if they are stored. */
  readonly ids: Buffer | undefined;
  /** The places of the records in the request, or undefined for all of them. */
  readonly rows?: readonly number[] | undefined;
  /** Records that the model has accepted. */
  readonly records: readonly unknown[];
  readonly predictions: readonly Prediction[];
}

/** An open audit file. */
export interface Audit {
  append(predictions: AuditedPredictions): void;
  /** Appends outcomes that are stored, or were refused. */
  appendFeedback(
    request: FastifyRequest,
    targets: readonly string[],
    outcomes: readonly Outcome[],
    results: readonly FeedbackResult[],
  ): void;
  /**
   * Appends that a subject was deleted, without naming it.
   *
   * @param deleted number of its predictions
   */
  appendDeletion(request: FastifyRequest, deleted: number): void;
  /** Appends that a variant was promoted, or that a promotion was undone. */
  appendPromotion(request: FastifyRequest, change: PromotionChange): void;
  /**
   * Opens the path anew, after the file has been renamed.
   *
   * @throws Error as `openAudit` does. The old file then stays in use
   */
  reopen(): void;
  close(): void;
}

/** Only the owner may read the file. */
const MODE = 0o600;

/**
 * Opens an audit file, or creates it.
 *
 * @throws Error of the file system, or if the path is a pipe, a device or another special file
 */
export function openAudit(path: string): Audit {
  let file = openRegularFile(path);
  const appendLine = (request: FastifyRequest, members: object): void => {
    const line = JSON.stringify({
      time: timestamp(),
      request: request.id,
      caller: callerOf(request)?.id,
      route: request.routeOptions.url,
      ...members,
    });
    const bytes = Buffer.from(`${endsInTornLine(file) ? "\n" : ""}${line}\n`);
    if (writeSync(file, bytes) !== bytes.length) throw new Error("the audit file did not take a whole line");
  };
  return {
    append({ request, served, ids, rows, records, predictions }) {
      const { model, name, version, variant } = served;
      appendLine(request, {
        model: name,
        version,
        variant,
        ids: ids && records.map((_, i) => writeId(ids, rows ? rows[i]! : i)),
        inputs: records.map((record) => pickInputs(record as Record<string, unknown>, model.inputs)),
        predictions,
      });
    },
    appendFeedback(request, targets, outcomes, results) {
      const feedback = outcomes.map(({ id, actual }, i) => ({
        id: writeId(Buffer.from(id), 0),
        actual: targets.length === 1 ? actual[0] : Object.fromEntries(targets.map((target, t) => [target, actual[t]])),
        result: results[i],
      }));
      appendLine(request, { feedback });
    },
    appendDeletion: (request, deleted) => appendLine(request, { deleted }),
    appendPromotion: (request, { action, ...change }) =>
      appendLine(request, action === "promote" ? { promoted: change } : { undone: change }),
    reopen() {
      const opened = openRegularFile(path);
      closeSync(file);
      file = opened;
    },
    close: () => closeSync(file),
  };
}

function openRegularFile(path: string): number {
  // Unlike "a", "a+" does not wait for the reader of a pipe.
  const file = openSync(path, "a+", MODE);
  // As big integers: see `statOf` in log-file.ts.
  if (fstatSync(file, { bigint: true }).isFile()) return file;
  closeSync(file);
  throw new Error(`the audit file must be a regular file, which ${path} is not: name another file`);
}

const NEWLINE = 10;
const last = new Uint8Array(1);

/**
 * Returns whether the file ends within a line: a full disk cut a write short, in this process or in
 * another one. The request of that line has failed.
 */
function endsInTornLine(file: number): boolean {
  const { size } = fstatSync(file);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

/** Returns the inputs without other keys, which may hold anything. */
export function pickInputs(record: Record<string, unknown>, inputs: readonly InputInfo[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map(({ name }) => [name, record[name]]));
}
