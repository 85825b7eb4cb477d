// The encodings of a body: UTF-8, without compression.

import { isUtf8 } from "node:buffer";
import { ServiceError } from "../errors/errors.js";

/** Returns whether a `Content-Encoding` changes nothing. */
export function isIdentity(contentEncoding: string | undefined): boolean {
  return contentEncoding === undefined || contentEncoding.toLowerCase() === "identity";
}

/** Decodes bytes. Returns undefined if they are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  // Takes no time for ASCII, because V8 keeps such text in bytes that cannot hold this character.
  return text.includes("\ufffd") && !isUtf8(bytes) ? undefined : text;
}

/** Returns the error for a compressed body. RFC 9110 asks for the header `Accept-Encoding`. */
export function notIdentity(): ServiceError {
  const message = "expected the Content-Encoding identity: send the body uncompressed";
  return new ServiceError(415, "UnsupportedContentEncodingError", message, {}, { "Accept-Encoding": "identity" });
}

/** Returns the error for a body whose bytes are not UTF-8. */
export function notUtf8(): ServiceError {
  return new ServiceError(400, "InvalidJSONError", "expected a JSON body in UTF-8, got bytes that are not");
}
