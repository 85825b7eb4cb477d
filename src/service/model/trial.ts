// The trial of a model file: another process loads the file before this one does. So a file that
// needs too much memory or time costs that process, and not the service.
//
// Not a thread with `resourceLimits`: JSON.parse does not heed them, and V8 then ends the process
// with all its threads.

import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { getHeapStatistics } from "node:v8";
import { exceedLimit, type LoadFailure, RefusedModelError } from "./load-failure.js";

/** What a model file may take to load. */
export interface TrialLimits {
  /** Heap of V8, in MiB. */
  readonly heap: number;
  /** Milliseconds, with the start of the process. */
  readonly time: number;
}

const MIB = 2 ** 20;
const TRIAL_MILLISECONDS = 10_000;
const run = promisify(execFile);

let youngGeneration: number | undefined;

/**
 * Returns the bytes that V8 adds to `--max-old-space-size` for new objects, where a model does not
 * stay. V8 has no call for it, and Node 20, 22, 24 and 26 add between 48 and 192 MiB, so an empty
 * process with the same options is asked.
 */
async function askYoungGeneration(): Promise<number> {
  const oldSpace = 64;
  const options = process.execArgv.filter((option) => /^--m\w+[-_]semi[-_]space/.test(option));
  const question = "v8.getHeapStatistics().heap_size_limit";
  const { stdout } = await run(process.execPath, [...options, `--max-old-space-size=${oldSpace}`, "-p", question]);
  return Number(stdout) - oldSpace * MIB;
}

/**
 * Returns the limits of a trial now: half of the heap that this process has left, so that it can
 * load what has passed, and ten seconds.
 */
async function trialLimits(): Promise<TrialLimits> {
  youngGeneration ??= await askYoungGeneration();
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
  const left = limit - youngGeneration - used;
  return { heap: Math.max(1, Math.floor(left / 2 / MIB)), time: TRIAL_MILLISECONDS };
}

/**
 * Reads a model file, and loads it in another process.
 *
 * @param explains whether the service explains predictions
 * @returns the bytes that have loaded there
 * @throws RefusedModelError unless the file loads within the limits
 * @throws Error of the file system, or if the other process cannot run
 */
export async function readAfterTrial(path: string, explains: boolean, given?: TrialLimits): Promise<Buffer> {
  const limits = given ?? (await trialLimits());
  const { size } = await stat(path);
  // Its text alone would take more, and its bytes are outside of the heap.
  if (size > limits.heap * MIB) throw new RefusedModelError(needsMemory(limits));
  const file = await readFile(path);
  const failure = await tryLoading(file, explains, limits);
  if (failure) throw new RefusedModelError(failure);
  return file;
}

async function tryLoading(file: Buffer, explains: boolean, limits: TrialLimits): Promise<LoadFailure | undefined> {
  // By the name of package.json, under which the sources find the built program as well.
  const program = createRequire(import.meta.url).resolve("#trial-process");
  const options = { timeout: limits.time, killSignal: "SIGKILL" } as const;
  const args = [`--max-old-space-size=${limits.heap}`, program, ...(explains ? ["explain"] : [])];
  const trial = run(process.execPath, args, options);
  // A process that ends early leaves the rest of the file unread.
  trial.child.stdin!.on("error", () => {}).end(file);
  try {
    const { stdout } = await trial;
    return (JSON.parse(stdout) as LoadFailure | null) ?? undefined;
  } catch (error) {
    const { killed, signal } = error as { killed?: boolean; signal?: NodeJS.Signals | null };
    if (killed) return needsTime(limits);
    // V8 aborts when it is out of memory. The kernel kills.
    if (signal) return needsMemory(limits);
    throw error;
  }
}

function needsMemory({ heap }: TrialLimits): LoadFailure {
  const message = `expected a file that loads within ${heap} MiB, half of the heap that is left, got one that needs more: raise --max-old-space-size of Node`;
  return exceedLimit("MODEL_FILE_MEMORY", message);
}

function needsTime({ time }: TrialLimits): LoadFailure {
  const message = `expected a file that loads within ${time / 1000} s, got one that takes longer: export a smaller model, or start the service with it`;
  return exceedLimit("MODEL_FILE_TIME", message);
}
