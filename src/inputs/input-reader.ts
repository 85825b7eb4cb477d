// Rows of values → cells. The success path decides value by value and stops at the first that is not accepted; only then is everything
// looked at again, to report all problems of all rows at once.

import type { InputIssue } from "../errors.js";
import type { Check } from "../program/program.js";
import type { Vocabulary } from "../program/vocabulary.js";
import { type Input, REJECTED, toCell } from "./input.js";
import { describeReceived, describeRejection, findProblem, findWarning, type InputWarning } from "./input-problem.js";
import type { Rows } from "./rows.js";

export class InputReader {
  readonly inputs: readonly Input[];
  private readonly vocabulary: Vocabulary;

  constructor(inputs: readonly Input[], vocabulary: Vocabulary) {
    this.inputs = inputs;
    this.vocabulary = vocabulary;
  }

  /** Writes the cells of one row; false if it is not accepted. */
  read(rows: Rows, row: number, cells: Float64Array): boolean {
    if (rows.describeMisfit(row)) return false;
    const { inputs, vocabulary } = this;
    for (let i = 0; i < inputs.length; i++) {
      const cell = toCell(inputs[i]!, rows.value(row, i), vocabulary);
      if (cell === REJECTED) return false;
      cells[i] = cell;
    }
    return true;
  }

  /** Every problem with the values of one row. */
  findProblems(rows: Rows, row: number): InputIssue[] {
    const place = describePlace(rows, row);
    const misfit = rows.describeMisfit(row);
    if (misfit) {
      const expected = "an object keyed by input name";
      return [describeRejection("NOT_A_RECORD", place, row, undefined, expected, misfit)];
    }
    return this.inputs.flatMap((input, i) => findProblem(input, rows.value(row, i), place, row, this.vocabulary) ?? []);
  }

  /** What checks that do not hold say about the values of one row, once for each group of inputs. */
  describeFailures(failures: readonly Check[], rows: Rows, row: number): InputIssue[] {
    const issues = new Map<string, InputIssue>();
    for (const { code, inputs, expected } of failures) {
      const names = inputs.map((input) => this.inputs[input]!.name);
      const place = describePlace(rows, row);
      const received = names.length === 1 ? describeReceived(rows.value(row, inputs[0]!)) : "others";
      const wanted =
        names.length === 1
          ? `a ${this.inputs[inputs[0]!]!.kind}`
          : `values of ${names.map((name) => JSON.stringify(name)).join(", ")}`;
      const feature = names.length === 1 ? names[0] : undefined;
      issues.set(inputs.join(), describeRejection(code, place, row, feature, `${wanted} ${expected}`, received));
    }
    return [...issues.values()];
  }

  /** What is doubtful about a row that is accepted. */
  findWarnings(rows: Rows, row: number): InputWarning[] {
    return this.inputs.flatMap((input, i) => findWarning(input, rows.value(row, i), this.vocabulary) ?? []);
  }
}

function describePlace(rows: Rows, row: number): string {
  return rows.length > 1 ? `row ${row}: ` : "";
}
