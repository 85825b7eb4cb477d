// Ids are valid UUIDs of version 7, sort by their time, and are never the same.

import { describe, expect, it } from "vitest";
import {
  idCreator,
  lowestId,
  parseId,
  timeOfId,
  writeId,
  writeIds,
} from "../../../src/service/store/prediction-ids.js";

/** The example of RFC 9562, appendix A.6. */
const RFC = { id: "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", time: Date.UTC(2022, 1, 22, 19, 22, 22) };

describe("an id", () => {
  it("has its time, as the example of RFC 9562", () => {
    const id = parseId(RFC.id)!;
    expect(timeOfId(id)).toBe(RFC.time);
    expect(writeId(id, 0)).toBe(RFC.id.toLowerCase());
  });

  it("is a UUID of version 7", () => {
    const texts = writeIds(idCreator()(2000));
    for (const text of texts) expect(text).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(texts.map((text) => writeId(parseId(text)!, 0))).toEqual(texts);
  });

  it("is greater than those before it, in a millisecond and while the clock goes back", () => {
    let now = 1_800_000_000_000;
    const create = idCreator(() => now);
    const texts: string[] = [];
    for (const [step, count] of [
      [0, 5000],
      [0, 1],
      [-5000, 3],
      [1, 3],
      [10_000, 2],
    ] as const) {
      now += step;
      texts.push(...writeIds(create(count)));
    }
    expect([...new Set(texts)].sort()).toEqual(texts);
    expect(timeOfId(parseId(texts.at(-1))!)).toBe(now);
    // 4,096 ids per millisecond.
    expect(timeOfId(parseId(texts[4999])!)).toBe(1_800_000_000_001);
  });

  it("has 62 random bits", () => {
    const ends = writeIds(idCreator()(2000)).map((text) => text.slice(19));
    expect(new Set(ends).size).toBe(2000);
    expect(writeId(idCreator()(1), 0).slice(19)).not.toBe(writeId(idCreator()(1), 0).slice(19));
  });

  it("is not less than the lowest one of its millisecond", () => {
    const id = parseId(RFC.id)!;
    expect(lowestId(RFC.time).compare(id)).toBe(-1);
    expect(lowestId(RFC.time + 1).compare(id)).toBe(1);
    expect(lowestId(-1)).toEqual(Buffer.alloc(16));
  });

  it.each([
    "",
    "017F22E2-79B0-4CC3-98C4-DC0C0C07398F",
    "017F22E2-79B0-7CC3-18C4-DC0C0C07398F",
    "017F22E279B07CC398C4DC0C0C07398F",
    ` ${RFC.id}`,
    1,
    null,
    undefined,
  ])("is none: %j", (text) => {
    expect(parseId(text)).toBe(undefined);
  });
});
