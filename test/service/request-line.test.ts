// The line of a request against the one that pino writes.

import fc from "fast-check";
import { type Logger, pino } from "pino";
import { describe, expect, it } from "vitest";
import { describeCaller, setCaller } from "../../src/service/access/caller.js";
import { logRequests } from "../../src/service/log/request-log.js";
import { createModelStore } from "../../src/service/model/model-store.js";

/** Returns the lines that are logged, without the time. */
function linesOf(write: (logger: Logger, stream: { write(line: string): void; flush(): void }) => void): string[] {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line.replace(/"time":\d+/, '"time":0')), flush() {} };
  write(pino({ base: { pid: process.pid } }, stream), stream);
  return lines;
}

const text = fc.string({ unit: "binary" });

describe("the line of a request", () => {
  it("equals pino's", () => {
    fc.assert(
      fc.property(
        text,
        fc.option(text, { nil: undefined }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (route, key, ms) => {
          const request = { id: "0123-abc.d_e", method: "POST", raw: {} };
          if (key !== undefined) setCaller(request as never, describeCaller(key));
          const reply = { statusCode: 200 };
          const own = linesOf((logger, stream) => {
            const models = createModelStore(logger);
            logRequests({ logger, stream }, models, route)!(request as never, reply as never, ms);
          });
          const theirs = linesOf((logger) => {
            const { id: reqId, method } = request;
            const line = { reqId, key, method, status: 200, ms: Number(ms.toFixed(3)) };
            logger.child({ route, model: undefined, version: undefined }).info(line, "request");
          });
          expect(own.map((line) => JSON.parse(line))).toEqual(theirs.map((line) => JSON.parse(line)));
          expect(own).toHaveLength(1);
          expect(own[0]).toMatch(/^[^\n]*\n$/);
        },
      ),
    );
  });
});
