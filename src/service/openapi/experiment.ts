// JSON Schemas of an experiment and of promotions.

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string" };
const count: Schema = { type: "integer", minimum: 0 };
const time: Schema = { type: ["string", "null"], format: "date-time" };
const orNull: Schema = { type: ["number", "null"] };

function decision(description: string): Schema {
  return { enum: ["continue", "champion", "challenger"], description };
}

function object(properties: Schema, required: readonly string[] = Object.keys(properties)): Schema {
  return { type: "object", required, properties };
}

/** The promotion that holds, or null. */
export const PROMOTION: Schema = {
  ...object({
    id: { type: "integer" },
    variant: text,
    version: text,
    operator: { type: "string", description: "The id of the API key of who promoted." },
    time: { type: "string", format: "date-time" },
    in_force: { type: "boolean", description: "False if the version is not in service. The split holds then." },
  }),
  type: ["object", "null"],
};

const TARGET: Schema = object(
  {
    target: text,
    outcomes: { ...count, description: "Predictions whose outcome is known." },
    mae: { ...orNull, description: "Mean absolute error, in the unit of the target." },
    difference: { ...orNull, description: "That minus the champion's. Null for too few outcomes." },
    interval: {
      type: ["array", "null"],
      items: { type: "number" },
      minItems: 2,
      maxItems: 2,
      description: "The confidence sequence of the difference, which holds whenever it is looked at.",
    },
    p_value: { ...orNull, description: "Anytime-valid." },
    decision: decision("Which of the two has the smaller error."),
  },
  ["target", "outcomes", "mae"],
);

/** The response of `GET /experiment`. */
export const EXPERIMENT: Schema = object({
  experiment: text,
  from: { ...time, description: "The minute since which all versions have predicted." },
  to: { ...time, description: "The minute in which the promotion that holds was made." },
  alpha: { type: "number", description: "The probability of any false alarm, ever." },
  champion: text,
  decision: decision("`challenger` if one of them wins, `champion` if it is better than all of them."),
  winner: { type: ["string", "null"], description: "The challenger that wins." },
  promotion: PROMOTION,
  variants: {
    type: "array",
    items: object(
      {
        variant: text,
        model: { type: ["string", "null"] },
        version: { type: ["string", "null"] },
        weight: { type: "number" },
        rows: { ...count, description: "Predictions." },
        decision: decision("Of all targets: no target may be worse."),
        targets: { type: "array", items: TARGET },
      },
      ["variant", "model", "version", "weight", "rows", "targets"],
    ),
  },
});
