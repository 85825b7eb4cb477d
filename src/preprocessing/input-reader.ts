// Rows of values → cells. The success path decides value by value and stops at the first that is not accepted; only then is everything
// looked at again, to report all problems of all rows at once.

import type { InputIssue } from "../errors.js";
import { type Input, REJECTED, toCell } from "./input.js";
import { describeRejection, findProblem, findWarning, type InputWarning } from "./input-problem.js";
import type { Rows } from "./rows.js";
import type { Vocabulary } from "./vocabulary.js";

export class InputReader {
  readonly inputs: readonly Input[];
  private readonly vocabulary: Vocabulary;

  constructor(inputs: readonly Input[], vocabulary: Vocabulary) {
    this.inputs = inputs;
    this.vocabulary = vocabulary;
  }

  /** Writes the cells of one row; false if it is not accepted. */
  read(rows: Rows, row: number, cells: Float64Array): boolean {
    if (!rows.isRow(row)) return false;
    const { inputs, vocabulary } = this;
    for (let i = 0; i < inputs.length; i++) {
      const cell = toCell(inputs[i]!, rows.value(row, i), vocabulary);
      if (cell === REJECTED) return false;
      cells[i] = cell;
    }
    return true;
  }

  /** Every problem of every row. */
  findProblems(rows: Rows): InputIssue[] {
    const issues: InputIssue[] = [];
    for (let row = 0; row < rows.length; row++) {
      const place = rows.length > 1 ? `row ${row}: ` : "";
      if (!rows.isRow(row)) {
        const expected = "an object keyed by input name";
        issues.push(describeRejection("NOT_A_RECORD", place, row, undefined, expected, rows.describe(row)));
        continue;
      }
      this.inputs.forEach((input, i) => {
        const issue = findProblem(input, rows.value(row, i), place, row, this.vocabulary);
        if (issue) issues.push(issue);
      });
    }
    return issues;
  }

  /** What is doubtful about a row that is accepted. */
  findWarnings(rows: Rows, row: number): InputWarning[] {
    return this.inputs.flatMap((input, i) => findWarning(input, rows.value(row, i), this.vocabulary) ?? []);
  }
}
