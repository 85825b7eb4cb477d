// Times a peer of this process as peers/child.js times those of others: `time(rows, milliseconds)`
// and `predict(count)`.

/**
 * So many different inputs that no peer gets the same row twice in a row, and no more, to spare
 * memory.
 */
const MOST_ROWS = 10_000;
const MOST_INPUTS = 1000;

/** Results go here, so that no engine can leave out the work. */
const sink = { sum: 0 };

/** @param loaded what a peer's `load` returned */
export function makeStopwatch({ asynchronous = false, one, batch }, largest) {
  let size = 0;
  let inputs = [];
  let perCall = 0;

  const measure = asynchronous ? measureAsynchronously : measureSynchronously;
  return {
    async predict(count) {
      const together = batch ? Array.from(await batch.run(batch.prepare(0, count))) : [];
      const alone = [];
      if (one) for (let row = 0; row < count; row++) alone.push(await one.run(one.prepare(row)));
      return [...together, ...alone];
    },
    /** @returns microseconds per row. Undefined where the peer does not take so few */
    async time(rows, milliseconds) {
      const way = rows === 1 ? one : batch;
      if (!way) return undefined;
      if (rows !== size) {
        size = rows;
        const count = Math.max(1, Math.min(Math.floor(Math.min(largest, MOST_ROWS) / rows), MOST_INPUTS));
        inputs = Array.from({ length: count }, (_, i) => (rows === 1 ? one.prepare(i) : batch.prepare(i * rows, rows)));
        perCall = await measure(way.run, inputs, 1, 0);
      }
      // The clock is read about once per millisecond.
      const calls = Math.max(1, Math.floor(1 / perCall));
      perCall = await measure(way.run, inputs, calls, milliseconds);
      return (perCall * 1000) / rows;
    },
    close() {},
  };
}

/** Milliseconds per call, of `calls` at a time until the milliseconds are over. */
function measureSynchronously(run, inputs, calls, milliseconds) {
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    for (let call = 0; call < calls; call++, done++) keep(run(inputs[done % inputs.length]));
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return elapsed / done;
}

async function measureAsynchronously(run, inputs, calls, milliseconds) {
  const start = performance.now();
  let done = 0;
  let elapsed = 0;
  do {
    for (let call = 0; call < calls; call++, done++) keep(await run(inputs[done % inputs.length]));
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return elapsed / done;
}

function keep(result) {
  sink.sum += typeof result === "number" ? result : result[0];
}
