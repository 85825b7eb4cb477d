// What every answer with predictions says of the model, as JSON: written once for a model, but for the time. In ASCII, as Python's `json.dumps` writes it:
// Node encodes answers of other characters more slowly.

import { timestamp } from "./timestamp.js";

/** Writes the members `unit`, `model`, `timestamp` and `confidence` of an answer that is given now. */
export type WriteProvenance = () => string;

export function provenanceOf(unit: string | undefined, label: string, confidence: string): WriteProvenance {
  const before = `${unit === undefined ? "" : `"unit":${toAscii(unit)},`}"model":${toAscii(label)},"timestamp":"`;
  const after = `","confidence":${toAscii(confidence)}`;
  return () => before + timestamp() + after;
}

function toAscii(text: string): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^ -~]/g, escaped);
}
