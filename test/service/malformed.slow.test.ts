// A hundred thousand malformed requests.

import { describe, it } from "vitest";
import { sendBrokenHttp, sendMalformedRequests, startTarget } from "./malformed-requests.js";

const target = startTarget();

describe("malformed requests", () => {
  it("get responses, all 100,000 of them", () => sendMalformedRequests(target(), 100_000));
  it("that end too early or are not HTTP get a response or are closed", () => sendBrokenHttp(target(), 2000));
});
