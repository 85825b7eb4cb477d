// Turns: long work, in slices, of callers who take turns. The event loop runs between two turns. So
// a request waits for one turn at most, and not for all the work of another caller.

import { overloaded } from "../errors/errors.js";

/** Work that yields after each slice, and returns its result. */
export type SlicedWork<T> = Generator<undefined, T>;

/** Runs work in turns. */
export interface Turns {
  /**
   * Runs work of a caller, after all earlier work of that caller.
   *
   * @param isAbandoned whether nobody waits for the result any more
   * @returns the result. Never settles once the work is abandoned
   * @throws ServiceError `OverloadedError` if the time limit passes
   * @throws what the work throws
   */
  run<T>(caller: string, work: SlicedWork<T>, isAbandoned: () => boolean): Promise<T>;
}

interface Task {
  readonly work: SlicedWork<unknown>;
  readonly isAbandoned: () => boolean;
  /** As in `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds after which a turn begins no further slice. */
export const TURN = 10;

/** @param limit longest time from `run` to the result, in milliseconds */
export function createTurns(limit: number): Turns {
  // The callers in the order of their turns, each with its tasks.
  const queues = new Map<string, Task[]>();

  function takeTurn(): void {
    const [caller, tasks] = queues.entries().next().value!;
    queues.delete(caller);
    const end = performance.now() + TURN;
    while (tasks.length > 0 && performance.now() < end) if (runUntil(tasks[0]!, end)) tasks.shift();
    if (tasks.length > 0) queues.set(caller, tasks);
    if (queues.size > 0) setImmediate(takeTurn);
  }

  return {
    run: (caller, work, isAbandoned) =>
      new Promise((resolve, reject) => {
        const task: Task = { work, isAbandoned, deadline: performance.now() + limit, resolve, reject };
        if (queues.size === 0) setImmediate(takeTurn);
        const tasks = queues.get(caller);
        if (tasks) tasks.push(task);
        else queues.set(caller, [task]);
      }),
  };
}

/** Runs slices of a task until `end`. Returns whether the task is done. */
function runUntil({ work, isAbandoned, deadline, resolve, reject }: Task, end: number): boolean {
  if (isAbandoned()) return true;
  try {
    if (performance.now() > deadline) throw overloaded("the batch was not predicted in time");
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

/** Runs work to its end without waiting for others. */
export function runAtOnce<T>(work: SlicedWork<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}
