// Signatures of webhooks: HMAC-SHA256 as Standard Webhooks 1.0 has it
// (https://www.standardwebhooks.com), for which receivers have libraries in many languages.
//
//   signature = base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body))

import { createHmac } from "node:crypto";

const PREFIX = "whsec_";
/** Bytes of a secret. */
const [LEAST_BYTES, MOST_BYTES] = [24, 64];

/** Returns the bytes of a secret, `whsec_` and base64, or undefined for another text. */
export function decodeSecret(text: string): Buffer | undefined {
  const encoded = text.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, "base64");
  const isValid =
    text.startsWith(PREFIX) &&
    bytes.toString("base64") === encoded &&
    bytes.length >= LEAST_BYTES &&
    bytes.length <= MOST_BYTES;
  return isValid ? bytes : undefined;
}

/**
 * Returns the headers that sign a body.
 *
 * @param id of the event
 * @param time of this attempt, in milliseconds since 1970
 */
export function signatureHeaders(secret: Buffer, id: string, time: number, body: string): Record<string, string> {
  const timestamp = `${Math.floor(time / 1000)}`;
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
