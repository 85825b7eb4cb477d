// The provenance of a prediction, as members of a JSON object. All but the time is written once per
// model. The text is ASCII, like that of Python's `json.dumps`, because Node encodes it faster.

import { timestamp } from "../timestamp.js";

/** Writes the members `unit`, `model`, `timestamp` and `confidence` of a response. */
export type WriteProvenance = () => string;

/** Returns a function that writes a model's provenance with the current time. */
export function provenanceWriter(unit: string | undefined, label: string, confidence: string): WriteProvenance {
  const before = `${unit === undefined ? "" : `"unit":${toAscii(unit)},`}"model":${toAscii(label)},"timestamp":"`;
  const after = `","confidence":${toAscii(confidence)}`;
  return () => before + timestamp() + after;
}

/** Writes text as JSON in ASCII. */
export function toAscii(text: string): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^ -~]/g, escaped);
}
