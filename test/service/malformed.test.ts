// A thousand malformed requests. malformed.slow.test.ts sends a hundred thousand.

import { describe, it } from "vitest";
import { sendBrokenHttp, sendMalformedRequests, startTarget } from "./malformed-requests.js";

const target = startTarget();

describe("malformed requests", () => {
  it("get responses", () => sendMalformedRequests(target(), 1000));
  it("that end too early or are not HTTP get a response or are closed", () => sendBrokenHttp(target(), 100));
});
