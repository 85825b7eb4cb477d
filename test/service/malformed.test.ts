// A thousand malformed requests; malformed.slow.test.ts sends a hundred thousand.

import { describe, it } from "vitest";
import { sendBrokenHttp, sendMalformedRequests, startTarget } from "./malformed-requests.js";

const target = startTarget();

describe("malformed requests", () => {
  it("have answers", () => sendMalformedRequests(target(), 1000));
  it("that end too soon, or are not HTTP, are answered or closed", () => sendBrokenHttp(target(), 100));
});
