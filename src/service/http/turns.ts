// Turns: long work, in slices, of callers who take turns. The event loop runs between two turns. So
// a request waits for one turn at most, and not for all the work of another caller.

import type { FastifyRequest } from "fastify";
import { overloaded } from "../errors/errors.js";

/** Options of batches. */
export interface TurnOptions {
  /**
   * Longest time from the body of a batch to its response, in milliseconds. Default: 20,000. It is
   * less than `inactivityTimeout`, so that a batch that takes too long gets a response.
   */
  readonly batchTimeout?: number;
}

/** Work in slices: each `next` computes one, and the last returns the result. */
export type SlicedWork<T> = Iterator<undefined, T>;

/**
 * Runs work for a request, after all earlier work of its caller. Work that begins during a slice of
 * the same caller continues it: it comes next, and has the same time limit.
 *
 * @returns the result. Never settles once the client has disconnected
 * @throws ServiceError `OverloadedError` if the time limit passes
 * @throws what the work throws
 */
export type TakeTurns = <T>(request: FastifyRequest, work: SlicedWork<T>) => Promise<T>;

interface Task {
  readonly caller: string;
  readonly request: FastifyRequest;
  readonly work: SlicedWork<unknown>;
  /** As in `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds after which a turn begins no further slice. */
export const TURN = 10;

/** @param callerOf returns the name of a request's caller */
export function createTurns(
  { batchTimeout = 20_000 }: TurnOptions,
  callerOf: (request: FastifyRequest) => string,
): TakeTurns {
  // The callers in the order of their turns, each with its tasks.
  const queues = new Map<string, Task[]>();
  let running: Task | undefined;

  function nextTurn(): void {
    const [caller, tasks] = queues.entries().next().value!;
    const end = performance.now() + TURN;
    while (tasks.length > 0 && performance.now() < end) {
      running = tasks[0]!;
      if (runUntil(end, running)) tasks.shift();
    }
    running = undefined;
    queues.delete(caller);
    if (tasks.length > 0) queues.set(caller, tasks);
    if (queues.size > 0) setImmediate(nextTurn);
  }

  /** Runs slices until `end`. Returns whether the task is done. */
  function runUntil(end: number, { request, work, deadline, resolve, reject }: Task): boolean {
    if (request.socket.destroyed) return true;
    try {
      if (performance.now() > deadline) throw tooLate(batchTimeout);
      do {
        const { done, value } = work.next();
        if (done) resolve(value as never);
        if (done) return true;
      } while (performance.now() < end);
      return false;
    } catch (error) {
      reject(error);
      return true;
    }
  }

  return (request, work) =>
    new Promise((resolve, reject) => {
      const caller = callerOf(request);
      const continued = running?.caller === caller ? running : undefined;
      const deadline = continued?.deadline ?? performance.now() + batchTimeout;
      const task: Task = { caller, request, work, deadline, resolve, reject };
      if (queues.size === 0) setImmediate(nextTurn);
      const tasks = queues.get(caller);
      if (!tasks) queues.set(caller, [task]);
      else if (continued) tasks.splice(1, 0, task);
      else tasks.push(task);
    });
}

function tooLate(limit: number): Error {
  const expected = `expected a batch that is predicted within ${limit / 1000} s, after those of the same caller`;
  return overloaded(`${expected}: send fewer records at once`);
}

/** Runs work to its end without waiting for others. */
export function runAtOnce<T>(work: SlicedWork<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
