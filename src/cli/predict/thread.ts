// Threads that respond to requests, in the order of the requests.

import { parentPort, Worker, type WorkerOptions } from "node:worker_threads";
import { EXIT, Failure } from "../failure.js";

type Response<Result> = { readonly result: Result } | Pick<Failure, "message" | "exitCode">;

/** Sends a request, and returns what a thread makes of it. Buffers may be moved to the thread. */
export type Send<Request, Result> = (request: Request, moved?: readonly ArrayBuffer[]) => Promise<Result>;

/**
 * Starts a thread. It ends with the process, and keeps the process alive only while a request waits
 * for it.
 *
 * @param script a file of the package
 * @param workerData what it is given when it starts
 */
export function startThread<Request, Result>(
  script: string,
  workerData: unknown,
  resourceLimits: NonNullable<WorkerOptions["resourceLimits"]> = {},
): Send<Request, Result> {
  const worker = new Worker(new URL(script, import.meta.url), { workerData, resourceLimits });
  worker.unref();
  const waiting: { resolve(result: Result): void; reject(error: Error): void }[] = [];
  worker.on("message", (response: Response<Result>) => {
    const { resolve, reject } = waiting.shift()!;
    if ("result" in response) resolve(response.result);
    else reject(new Failure(response.message, response.exitCode));
    if (waiting.length === 0) worker.unref();
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return (request, moved = []) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(request, moved);
    });
}

/**
 * Responds to the requests of the thread that started this one.
 *
 * @param handle whose results come in the order of the requests
 * @param findMoved the buffers of a result that may be moved
 */
export function respond<Request, Result>(
  handle: (request: Request) => Result | Promise<Result>,
  findMoved: (result: Result) => readonly ArrayBuffer[] = () => [],
): void {
  const port = parentPort!;
  port.on("message", async (request: Request) => {
    try {
      const result = await handle(request);
      port.postMessage({ result } satisfies Response<Result>, findMoved(result));
    } catch (error) {
      const { message } = error as Error;
      const exitCode = error instanceof Failure ? error.exitCode : EXIT.failed;
      port.postMessage({ message, exitCode } satisfies Response<Result>);
    }
  });
}
