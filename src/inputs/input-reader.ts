// The reader of rows, from values to cells. It decides value by value and stops at the first that
// is not accepted. Only then does it look at everything again, to report all problems of all rows
// at once.

import { describeValue } from "../describe-value.js";
import type { InputIssue } from "../errors.js";
import type { ProgramBuilder, RuntimeCheck } from "../program/program.js";
import { type Input, REJECTED, toCell } from "./input.js";
import { describeRejection, describeWarning, findProblem, findWarning, type InputWarning } from "./input-problem.js";
import { learnKeyOrder } from "./key-order.js";
import { readSites, takeSites } from "./property-sites.generated.js";
import type { Rows } from "./rows.js";

/**
 * After so many records, a model takes the written-out places, unless other names have them. A
 * fresh process does not wait for their compilation.
 */
const MANY = 1000;
/** After so many records with another order of keys, that of the next one is learned. */
const PATIENCE = 64;

/** Reads the rows of a model. */
export interface InputReader {
  readonly inputs: readonly Input[];
  /** Writes the cells of one row. Returns whether the row is accepted. */
  read(rows: Rows, row: number, cells: Float64Array): boolean;
  /** Finds every problem of the values of one row. */
  findProblems(rows: Rows, row: number): InputIssue[];
  /**
   * Describes the runtime checks that do not hold for one row, one issue for each group of inputs.
   */
  describeFailures(failures: readonly RuntimeCheck[], rows: Rows, row: number): InputIssue[];
  /**
   * The inputs for which ties decided the last prediction, a list for each step that may have ties.
   */
  readonly ties: ProgramBuilder["ties"];
  /** Tells whether `listWarnings` may find anything for an accepted row with these cells. */
  isDoubtful(cells: Float64Array): boolean;
  /** Finds what makes the prediction of an accepted row doubtful. */
  listWarnings(rows: Rows, row: number): InputWarning[];
}

/** Creates the reader of a compiled model. */
export function createInputReader(
  inputs: readonly Input[],
  { vocabulary, ties }: Pick<ProgramBuilder, "vocabulary" | "ties">,
): InputReader {
  const encoded = inputs.flatMap(({ known }, i) => (known ? [{ i, known }] : []));
  const lows = Float64Array.from(inputs, ({ range }) => range?.[0] ?? -Infinity);
  const highs = Float64Array.from(inputs, ({ range }) => range?.[1] ?? Infinity);
  // A number whose magnitude is within its limit is its own cell. Some inputs have no such number.
  const limits = inputs.map(({ kind, accepted, limit }) => (kind === "number" && !accepted ? limit : -1));
  const readValue = (value: unknown, i: number, cells: Float64Array): boolean => {
    const cell = toCell(inputs[i]!, value, vocabulary);
    if (cell === REJECTED) return false;
    cells[i] = cell;
    return true;
  };
  const names = inputs.map(({ name }) => name);
  let hasSites = false;
  let records = 0;
  const positions = new Map(names.map((name, i) => [name, i]));
  let order = learnKeyOrder({}, positions);
  /** Records with another order of keys. */
  let strangers = 0;
  return {
    inputs,
    ties,
    read(rows, row, cells) {
      if (rows.describeMisfit(row)) return false;
      const record = rows.record(row);
      /** Keys that came in the known order. */
      let known = 0;
      if (record) {
        // A property that first held small integers and then a fraction leaves older records with
        // an outdated hidden class. V8 updates it when it reads the record. If that happens within
        // the loop, the loop stays slow: recurring records take 0.8 of the time
        // (`npm run bench:against`).
        void record.constructor;
        if (hasSites) return readSites(record, names, limits, cells, readValue);
        if (++records === MANY) hasSites = takeSites(names);
        for (const key in record) {
          if (key !== order.keys[known]) break;
          const i = order.inputs[known++]!;
          if (i < 0) continue;
          const value = record[key];
          if (typeof value === "number" && Math.abs(value) <= limits[i]!) cells[i] = value;
          else if (!readValue(value, i, cells)) return false;
        }
        if (known >= order.needed) return true;
      }
      const { lists } = rows;
      for (let i = 0; i < inputs.length; i++) {
        const rank = order.ranks[i]!;
        if (rank >= 0 && rank < known) continue;
        const value = lists ? lists[i]![row] : rows.value(row, i);
        if (typeof value === "number" && Math.abs(value) <= limits[i]!) cells[i] = value;
        else if (!readValue(value, i, cells)) return false;
      }
      if (record && strangers++ % PATIENCE === 0) order = learnKeyOrder(record, positions);
      return true;
    },
    findProblems(rows, row) {
      const prefix = prefixOf(rows, row);
      const misfit = rows.describeMisfit(row);
      if (misfit) {
        const expected = "an object keyed by input name";
        return [describeRejection("NOT_A_RECORD", prefix, row, undefined, expected, misfit)];
      }
      return inputs.flatMap((input, i) => findProblem(input, rows.value(row, i), prefix, row, vocabulary) ?? []);
    },
    describeFailures(failures, rows, row) {
      const issues = new Map<string, InputIssue>();
      const prefix = prefixOf(rows, row);
      // Most checks share their list of inputs with others.
      const groups = new Map(failures.map((failure) => [failure.inputs, failure]));
      for (const { code, inputs: positions, expected } of groups.values()) {
        const [first, ...others] = positions.map((position) => inputs[position]!);
        const names = positions.map((position) => JSON.stringify(inputs[position]!.name)).join(", ");
        issues.set(
          positions.join(),
          others.length > 0
            ? describeRejection(code, prefix, row, undefined, `values of ${names} ${expected}`, "other values")
            : describeRejection(
                code,
                prefix,
                row,
                first!.name,
                `a ${first!.kind} ${expected}`,
                describeValue(rows.value(row, positions[0]!)),
              ),
        );
      }
      return [...issues.values()];
    },
    isDoubtful(cells) {
      for (let i = 0; i < lows.length; i++) if (cells[i]! < lows[i]! || cells[i]! > highs[i]!) return true;
      for (const { i, known } of encoded) if (!known.has(cells[i]!) && !Number.isNaN(cells[i])) return true;
      return ties.length > 0;
    },
    listWarnings(rows, row) {
      const expected = "no training rows that are equally near";
      return [
        ...inputs.flatMap((input, i) => findWarning(input, rows.value(row, i), row, vocabulary) ?? []),
        ...[...new Set(ties.flat())].map((i) =>
          describeWarning("TIED_NEIGHBORS", row, inputs[i]!.name, expected, rows.value(row, i)),
        ),
      ];
    },
  };
}

/** Returns the beginning of a message about a row. */
function prefixOf(rows: Rows, row: number): string {
  return rows.length > 1 ? `row ${row}: ` : "";
}
