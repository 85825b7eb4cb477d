// The fixtures as tasks for other engines and for browsers.

import { readFixtures, toRecord } from "./fixtures.js";
import type { Task } from "./predicted-bits.js";

/** Every fixture's model and inputs. */
export function readTasks(): Task[] {
  return readFixtures().map(({ name, model, inputs }) => ({
    name,
    model,
    records: inputs.map((row) => toRecord(model, row)),
  }));
}

/** JSON with the sign of −0, which JSON.stringify drops, in ASCII. */
export function toJson(value: unknown): string {
  const mark = "negative zero";
  return JSON.stringify(value, (_, part) => (Object.is(part, -0) ? mark : part))
    .replaceAll(`"${mark}"`, "-0")
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
