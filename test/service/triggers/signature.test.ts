// Signatures as Standard Webhooks has them.

import { describe, expect, it } from "vitest";
import { decodeSecret, signatureHeaders } from "../../../src/service/triggers/signature.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("a signature", () => {
  it("is what OpenSSL computes", () => {
    // The example of the libraries of Standard Webhooks. KEY is the secret in hexadecimal digits:
    // printf '%s' 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}' |
    //   openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY -binary | base64
    const headers = signatureHeaders(
      decodeSecret(SECRET)!,
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      1614265330_999,
      '{"test": 2432232314}',
    );
    expect(headers).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });
});

describe("a secret", () => {
  it.each([
    ["without its prefix", SECRET.slice(6)],
    ["that is too short", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ=="],
    ["that is too long", `whsec_${Buffer.alloc(65).toString("base64")}`],
    ["of other characters", `${SECRET.slice(0, -1)}!`],
    ["that is empty", ""],
  ])("%s is refused", (_name, text) => expect(decodeSecret(text)).toBeUndefined());
});
