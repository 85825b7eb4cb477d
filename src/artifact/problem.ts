// The words for each keyword that the schema uses: ajv's own texts are left out of the bundle.

import type { ArtifactIssue } from "../errors.js";
import type { SchemaProblem } from "./validate.generated.js";

/** Words a failed keyword: what was expected, at which path. */
export function describeProblem({ instancePath, keyword, params }: SchemaProblem): ArtifactIssue {
  return { path: instancePath, message: expectation(keyword, params) };
}

function expectation(keyword: string, params: SchemaProblem["params"]): string {
  switch (keyword) {
    case "required":
      return `lacks ${JSON.stringify(params.missingProperty)}`;
    case "additionalProperties":
      return `holds ${JSON.stringify(params.additionalProperty)}, which is not part of the format`;
    case "type":
      return `expected type ${[params.type].flat().join(" or ")}`;
    case "const":
      return `expected ${JSON.stringify(params.allowedValue)}`;
    case "enum":
      return `expected one of ${JSON.stringify(params.allowedValues)}`;
    case "discriminator":
      return `expected a known "${params.tag}", got ${typeof params.tagValue === "string" ? JSON.stringify(params.tagValue) : typeof params.tagValue}`;
    case "minimum":
    case "exclusiveMinimum":
      return `expected a number ${params.comparison} ${params.limit}`;
    case "minItems":
      return `expected at least ${params.limit} items`;
    case "maxItems":
      return `expected at most ${params.limit} items`;
    default:
      return `does not satisfy "${keyword}"`;
  }
}
