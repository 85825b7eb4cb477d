// The errors of a reference: what the exporter measured on held-out rows. Like the rest of the
// reference they are validated here, because the engine does not look into them.

import { describeMismatch, describeValue } from "../describe-value.js";
import { areErrorSums, type ErrorSums } from "./error-sums.js";
import { requireValid } from "./monitoring-error.js";
import type { MonitoredModel } from "./reference.js";

/**
 * Returns the sums over the held-out errors of each target, or undefined if the file has none.
 *
 * @throws MonitoringError `REFERENCE_INVALID`
 */
export function readReferenceErrors({ targets, reference }: MonitoredModel): ErrorSums[] | undefined {
  const { errors } = (reference ?? {}) as { errors?: unknown };
  if (errors === undefined) return undefined;
  const sums: ErrorSums[] = [];
  requireValid("REFERENCE_INVALID", "The reference of the model file cannot be used", (report) => {
    if (!Array.isArray(errors) || errors.length !== targets.length) {
      const received = Array.isArray(errors) ? `one of length ${errors.length}` : describeValue(errors);
      report("/errors", describeMismatch(`a list of length ${targets.length}`, received));
      return;
    }
    errors.forEach((distribution: unknown, t) => {
      const { rows, mean, mean_absolute, mean_squared } = (distribution ?? {}) as Record<string, number>;
      const [error, absolute, squared] = [mean, mean_absolute, mean_squared].map((value) => value! * rows!);
      const given = { rows, error, absolute, squared };
      if (areErrorSums(given) && given.rows > 0) sums.push(given);
      else report(`/errors/${t}`, "expected rows and means of their errors, got other values");
    });
  });
  return sums;
}
