// The JSON Schema of a record, for forms, OpenAPI documents and validators in front of the model. A
// JSON record matches it exactly if the model accepts it.

import type { Input } from "./input.js";

/** A JSON Schema, draft 2020-12. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Describes records with these inputs. Other keys are allowed, as `predict` allows them. */
export function describeInputs(inputs: readonly Input[], title: string): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    type: "object",
    properties: Object.fromEntries(inputs.map((input) => [input.name, describeInput(input)])),
    required: inputs.map(({ name }) => name),
  };
}

function describeInput({ kind, boolean, missing, limit, accepted, known, range }: Input): JsonSchema {
  const description = range && { description: `From ${range[0]} to ${range[1]} in training.` };
  if (accepted) {
    const values = [...accepted.values()].filter((value) => typeof value !== "number" || Math.abs(value) <= limit);
    const bools = [false, true].filter((value) => boolean && values.includes(+value));
    return { enum: [...values, ...bools, ...(missing ? [null] : [])], ...description };
  }
  const more = [boolean && "boolean", missing && "null"].filter(Boolean);
  return {
    type: more.length > 0 ? [kind, ...more] : kind,
    ...(kind === "number" && limit < Number.MAX_VALUE && { minimum: -limit, maximum: limit }),
    ...description,
    ...(known && { examples: [...known.values()] }),
  };
}
