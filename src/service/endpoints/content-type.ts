// The parameter `content_type` of the Open Inference Protocol, by which MLServer's clients say what
// the values of a request or of a tensor mean.

import { decodeUtf8 } from "../http/body-encoding.js";
import { refuseInput } from "./tables.js";

/**
 * Reads `content_type` among parameters.
 *
 * @param accepted the values that are understood
 * @param place of the parameters in the body, for messages
 * @throws ServiceError `InvalidInputError` for parameters that are no object, and for other values
 */
export function readContentType(parameters: unknown, accepted: readonly string[], place: string): string | undefined {
  const contentType = readParameters(parameters, place)["content_type"];
  if (contentType === undefined || accepted.includes(contentType as string)) return contentType as string | undefined;
  const values = accepted.map((value) => JSON.stringify(value)).join(", ");
  return refuseInput(`${place}: expected one of ${values} as the parameter "content_type"`);
}

/**
 * Does the same, and refuses other parameters: those of a tensor may change what its data mean.
 *
 * @throws ServiceError `InvalidInputError`
 */
export function readSoleContentType(
  parameters: unknown,
  accepted: readonly string[],
  place: string,
): string | undefined {
  const other = Object.keys(readParameters(parameters, place)).find((name) => name !== "content_type");
  if (other !== undefined)
    refuseInput(`${place}: expected no parameter but "content_type", got ${JSON.stringify(other)}`);
  return readContentType(parameters, accepted, place);
}

function readParameters(parameters: unknown, place: string): Readonly<Record<string, unknown>> {
  if (parameters === undefined || parameters === null) return {};
  if (typeof parameters !== "object" || Array.isArray(parameters))
    refuseInput(`${place}: expected an object as "parameters"`);
  return parameters as Readonly<Record<string, unknown>>;
}

/**
 * Decodes text that is written in base64.
 *
 * @throws ServiceError `InvalidInputError` unless it is padded base64 of UTF-8
 */
export function decodeBase64(text: string, place: string): string {
  const bytes = Buffer.from(text, "base64");
  // Node skips characters that are not base64.
  const decoded = bytes.toString("base64") === text ? decodeUtf8(bytes) : undefined;
  return decoded ?? refuseInput(`${place}: expected "data" in base64, of text in UTF-8`);
}
