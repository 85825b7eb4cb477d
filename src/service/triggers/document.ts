// A file of rules, parsed and compared with its JSON Schema. Each problem has its line.

import type { ErrorObject, ValidateFunction } from "ajv";
import { importPeer } from "../peers.js";
import schema from "./rules.schema.json";
import { type RulesIssue, TriggerRulesError } from "./rules-error.js";

/** Limit on the characters of a file. Each problem of a longer one would take its time. */
const LONGEST = 65_536;

/** Finds the line of a JSON pointer: of its value, or of the nearest one that is there. */
type LineOf = (path: string) => number;

/** What a file holds. */
interface RulesDocument {
  /** A value that the schema accepts. */
  readonly content: unknown;
  readonly lineOf: LineOf;
}

/**
 * Parses the text of a file.
 *
 * @throws TriggerRulesError with all problems, or an Error that names a missing peer
 */
export async function parseDocument(file: string, text: string): Promise<RulesDocument> {
  if (text.length > LONGEST) {
    const message = `expected at most ${LONGEST} characters, got ${text.length}: leave out what is no rule`;
    throw new TriggerRulesError(file, [{ line: 1, path: "", message }]);
  }
  const { LineCounter, parseDocument } = await importPeer("yaml", () => import("yaml"));
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    throw new TriggerRulesError(
      file,
      faults.map(({ pos, message }) => ({ line: lineAt(pos[0]), path: "", message })),
    );

  const lineOf: LineOf = (path) => {
    const keys = path
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    for (; keys.length > 0; keys.pop()) {
      const node = document.getIn(keys, true) as { readonly range?: readonly number[] } | undefined;
      if (node?.range) return lineAt(node.range[0]!);
    }
    return 1;
  };
  const content: unknown = readContent(() => document.toJS(), file);
  const validate = await compile();
  if (!validate(content)) throw new TriggerRulesError(file, toIssues(validate.errors!, lineOf));
  return { content, lineOf };
}

/** An alias may have no anchor, or stand for too much. */
function readContent(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new TriggerRulesError(file, [{ line: 1, path: "", message: (error as Error).message }]);
  }
}

async function compile(): Promise<ValidateFunction> {
  const { Ajv } = await importPeer("ajv", () => import("ajv"));
  return new Ajv({ allErrors: true, verbose: true }).compile(schema);
}

function toIssues(errors: readonly ErrorObject[], lineOf: LineOf): RulesIssue[] {
  return errors
    .map((error) => {
      const { path, message } = describe(error);
      return { line: lineOf(path), path, message };
    })
    .sort((one, other) => one.line - other.line);
}

/** Says what was expected, and what came. */
function describe({ keyword, params, instancePath: path, data, parentSchema }: ErrorObject): Omit<RulesIssue, "line"> {
  const names = Object.keys(parentSchema?.["properties"] ?? {});
  switch (keyword) {
    case "required":
      return { path, message: `expected the key ${params["missingProperty"]}, got none` };
    case "additionalProperties": {
      const key = params["additionalProperty"] as string;
      const pointer = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return { path: pointer, message: `expected one of the keys ${names.join(", ")}, got another one` };
    }
    case "minProperties":
    case "maxProperties":
      return {
        path,
        message: `expected exactly one of ${names.join(", ")}, got ${Object.keys(data as object).length}`,
      };
    case "type":
      if (parentSchema?.["pattern"] !== undefined)
        return { path, message: `expected ${formOf(path)}, got ${show(data)}` };
      return { path, message: `expected ${ARTICLES[params["type"]] ?? params["type"]}, got ${show(data)}` };
    case "pattern":
      return { path, message: `expected ${formOf(path)}, got ${show(data)}` };
    case "enum":
      return { path, message: `expected ${show(params["allowedValues"][0])}, got ${show(data)}` };
    case "minItems":
      return { path, message: "expected at least one item, got none" };
    default:
      return {
        path,
        message: `expected a number ${BOUNDS[params["comparison"]]} ${params["limit"]}, got ${show(data)}`,
      };
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  array: "a list",
  integer: "an integer",
  number: "a number",
  object: "an object",
  string: "text",
};
const BOUNDS: Readonly<Record<string, string>> = {
  ">": "above",
  ">=": "of at least",
  "<": "below",
  "<=": "of at most",
};
/** Durations are the other texts with a pattern. */
const FORMS: Readonly<Record<string, string>> = {
  name: "a letter and up to 63 of A-Z a-z 0-9 _ -",
  source: "a URI reference without spaces",
};

function formOf(path: string): string {
  return FORMS[path.split("/").pop()!] ?? "a number and a unit from second to week, such as 90 days";
}

function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}
