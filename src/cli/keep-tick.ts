// Keeps one of the objects that Node creates for `process.nextTick` alive.
//
// A request takes several ticks. V8 drops the hidden class of their objects if a full garbage
// collection finds none of them alive, which happens while the service loads its modules. From then
// on every tick is slower, and a request takes 13 % more processor time.
//
// To see it: remove the call in main.ts and run `npm run bench:service`.
// It can go once that shows no difference in the oldest supported Node.

import { executionAsyncResource } from "node:async_hooks";

const kept: object[] = [];

/** Keeps one such object. To be called when the process starts. */
export function keepTick(): void {
  process.nextTick(() => kept.push(executionAsyncResource()));
}
