// What a terminal would act on is printed as an escape, whoever put it into a name.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkplace, type Workplace } from "../support/finished-command.js";
import { tinyModel } from "../support/tiny-model.js";

/** Sets the title, clears the screen (a byte of C1), rings, deletes, and turns letters round. */
const EVIL = "\x1b]0;title\x07 \x9b2J \x7f \u202e \u2066 \r\n x";
const ACTIVE = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

let place: Workplace;
beforeAll(() => {
  place = createWorkplace();
  const model = tinyModel(({ metadata, inputs }) => {
    Object.assign(metadata, { name: EVIL, description: EVIL, target: EVIL, unit: EVIL });
    inputs[0]!.name = EVIL;
  });
  place.write("model.json", JSON.stringify(model));
  place.write("record.json", JSON.stringify({ [EVIL]: 99, Shift: "early" }));
  place.write("wrong.json", JSON.stringify({ [EVIL]: "x", Shift: "early" }));
  place.write("wrong-model.json", JSON.stringify({ ...model, [EVIL]: 1 }));
  place.write(`${EVIL}.csv`, "Age,Shift\n1,early\n");
  place.write(`${EVIL}.ndjson`, "");
});
afterAll(() => place.remove());

describe("nothing that a terminal acts on is printed by", () => {
  it.each([
    ["info", "--model", "model.json"],
    ["inputs", "--model", "model.json"],
    ["schema", "--model", "model.json"],
    ["verify", "--model", "model.json"],
    ["types", "--model", "model.json"],
    ["explain", "record.json", "--model", "model.json"],
    ["explain", "wrong.json", "--model", "model.json"],
    ["info", "--model", "wrong-model.json"],
    ["info", "--model", EVIL],
    ["predict", EVIL],
    ["predict", `${EVIL}.csv`],
    ["predict", `${EVIL}.ndjson`],
    ["predict", "--format", EVIL],
    [EVIL],
  ])("command %#", (...args) => {
    const { output, errors } = place.run(args);
    expect(output + errors).not.toBe("");
    expect(output + errors).not.toMatch(ACTIVE);
  });

  it("a command that prints a table, and each row has its line", () => {
    const { output } = place.run(["inputs", "--model", "model.json"]);
    expect(output.split("\n")).toHaveLength(4);
    expect(output).toContain("\\u001b]0;title\\u0007 \\u009b2J \\u007f \\u202e \\u2066 \\u000d\\u000a x");
  });
});

it("a schema keeps its names", () => {
  const { output } = place.run(["schema", "--model", "model.json"]);
  expect(Object.keys(JSON.parse(output).properties)).toEqual([EVIL, "Shift"]);
});
