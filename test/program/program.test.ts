// The builder of programs: what it refuses, claims and checks, and which instructions it runs.

import { describe, expect, it } from "vitest";
import { type Column, computedColumn } from "../../src/program/column.js";
import { applyFunctions, applyToRow } from "../../src/program/columnwise.js";
import { ProgramBuilder } from "../../src/program/program.js";

/** A builder of a program with two inputs, what it claimed, and what it reported. */
function build(): { program: ProgramBuilder; claims: number[]; reports: unknown[][] } {
  const claims: number[] = [];
  const reports: unknown[][] = [];
  const program = new ProgramBuilder(
    2,
    () => undefined,
    (cells) => claims.push(cells),
    (...problem) => reports.push(problem),
  );
  return { program, claims, reports };
}

const number = computedColumn(0, [0]);
const word: Column = { ...computedColumn(1, [1]), kind: "string" };

describe("a builder", () => {
  it("starts with nothing but its inputs and the origin", () => {
    const { program } = build();
    expect([program.size, program.origin, program.problems]).toEqual([3, 2, 0]);
    expect([program.evaluators, program.encodings, program.ties]).toEqual([[], [], []]);
    expect(program.build()).toMatchObject({ runtimeChecks: [], bounded: [] });
  });

  it("reports what does not fit the columns", () => {
    const { program, reports } = build();
    expect(program.areNumbers([number], "/a")).toBe(true);
    expect(program.areNumbers([number, word, word], "/a")).toBe(false);
    program.areOfKind([1, null, "x"], number, "/b");
    program.areOfKind(["x", null], word, "/b");
    expect(program.fits([1], [number], "/c")).toBe(true);
    expect(program.fits([1, 2, 3], [number], "/c")).toBe(false);
    expect(reports).toEqual([
      ["/a", "columns of numbers", "strings in column 1"],
      ["/b", "a number, as in the column", "a string"],
      ["/c", expect.stringContaining("one per column"), 3],
    ]);
    expect(program.problems).toBe(3);
  });

  it("claims 8 cells for an instruction, one for each that it reads and 8 for each that it writes", () => {
    const { program, claims } = build();
    applyFunctions((value) => value, [number, word], program);
    expect(claims).toEqual([8 + 2 + 8 * 2]);
  });

  it("claims an eighth of a cell for each input of a list of columns", () => {
    const { program, claims } = build();
    const other = computedColumn(0, [0, 1, 2]);
    expect(program.inputsOf([other, number, other])).toEqual([0, 1, 2]);
    expect(claims).toEqual([4 / 8]);
  });
});

describe("runtime checks", () => {
  const several = computedColumn(5, [0, 1]);
  const partial = computedColumn(6, [0], true);

  it("are made once for a cell that several steps read", () => {
    const { program } = build();
    for (let i = 0; i < 2; i++) program.requireFinite([several, number]);
    const { runtimeChecks, bounded } = program.build();
    expect(runtimeChecks.map(({ cell }) => cell)).toEqual([5]);
    expect(bounded).toEqual([{ cell: 0, input: 0 }]);
  });

  it("are not made of raw cells and of strings", () => {
    const { program } = build();
    program.requireFinite([{ ...number, raw: true }, word]);
    expect(program.build()).toMatchObject({ runtimeChecks: [], bounded: [] });
  });

  it("find NaN in partial columns only, and infinities in all", () => {
    const { program } = build();
    program.requirePresent([several, partial]);
    const { runtimeChecks } = program.build();
    expect(
      runtimeChecks.map(({ cell, accepts }) => [cell, accepts(1), accepts(Number.NaN), accepts(Infinity)]),
    ).toEqual([
      [5, true, true, false],
      [6, true, true, false],
      [6, true, false, true],
    ]);
  });
});

describe("a function of a row", () => {
  const copy = (row: Float64Array, output: Float64Array): void => output.set(row);

  it("writes columns that are partial if one is that it reads, or if it says so", () => {
    const { program } = build();
    const isPartial = (columns: Column[], ...own: boolean[]): boolean[] =>
      applyToRow(copy, 2, columns, program, ...own).map(({ partial }) => partial);
    expect(isPartial([number, number])).toEqual([false, false]);
    expect(isPartial([number, { ...number, partial: true }])).toEqual([true, true]);
    expect(isPartial([number, number], true)).toEqual([true, true]);
  });
});

describe("instructions", () => {
  /** Adds a function that notes its name and adds 1. */
  function add(name: string, column: Column, program: ProgramBuilder, ran: string[]): Column {
    const note = (value: number): number => {
      ran.push(name);
      return value + 1;
    };
    return applyFunctions([note], [column], program)[0]!;
  }

  it("run once, in the program that was built after they were added", () => {
    const ran: string[] = [];
    const { program } = build();
    const first = add("first", number, program, ran);
    const before = program.build();
    const second = add("second", first, program, ran);
    const after = program.build();
    const cells = new Float64Array(program.size);
    before.run(cells);
    expect(ran).toEqual(["first"]);
    after.run(cells);
    expect(ran).toEqual(["first", "second"]);
    expect([cells[first.cell], cells[second.cell]]).toEqual([1, 2]);
  });

  it("that compute a cell are those that it needs", () => {
    const ran: string[] = [];
    const { program } = build();
    const first = add("first", number, program, ran);
    add("other", add("before other", number, program, ran), program, ran);
    const second = add("second", first, program, ran);
    program.computing([second.cell])(new Float64Array(program.size));
    expect(ran).toEqual(["first", "second"]);
  });
});
