// Node makes an object for every `process.nextTick`, of which a request takes several. V8 forgets the shape of these objects if a full garbage collection
// finds none of them alive, as while all that a service needs is loaded, and from then on those of a request take longer to make than its prediction. So
// one of them is kept for good.

import { executionAsyncResource } from "node:async_hooks";

const kept: object[] = [];

/** Keeps one. To be called when the process starts. */
export function keepTick(): void {
  process.nextTick(() => kept.push(executionAsyncResource()));
}
