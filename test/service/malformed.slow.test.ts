// A hundred thousand malformed requests.

import { describe, it } from "vitest";
import { sendBrokenHttp, sendMalformedRequests, startTarget } from "./malformed-requests.js";

const target = startTarget();

describe("malformed requests", () => {
  it("have answers, all 100,000 of them", () => sendMalformedRequests(target(), 100_000));
  it("that end too soon, or are not HTTP, are answered or closed", () => sendBrokenHttp(target(), 2000));
});
