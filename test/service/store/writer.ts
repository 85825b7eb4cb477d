// A writer on a database, without the thread.

import type { Database } from "../../../src/service/store/database.js";
import type {
  FeedbackResult,
  FromThread,
  NumberedSeries,
  Request,
  ServedVersion,
  Spans,
} from "../../../src/service/store/messages.js";
import { openDatabase } from "../../../src/service/store/open-database.js";
import { ID_BYTES } from "../../../src/service/store/prediction-ids.js";
import type { PromotionChange, PromotionEntry } from "../../../src/service/store/promotions.js";
import { subjectHash } from "../../../src/service/store/subjects.js";
import type { SeriesSummary } from "../../../src/service/store/summaries.js";
import type { Timeline } from "../../../src/service/store/timelines.js";
import { createWriter, type StoreWriter } from "../../../src/service/store/writer.js";

/** A prediction to write. */
interface Row {
  readonly id: Buffer;
  readonly value: number;
  /** Default: 0, the first one. */
  readonly series?: number;
  readonly subject?: string;
  readonly inputs?: string;
}

/** An open writer. */
export interface TestWriter {
  readonly database: Database;
  readonly writer: StoreWriter;
  /** What the thread would have sent, except for responses. */
  readonly sent: FromThread[];
  predict(...rows: readonly Row[]): void;
  feed(id: Buffer, ...actual: readonly number[]): Promise<FeedbackResult>;
  feedAll(outcomes: readonly (readonly [Buffer, number])[]): Promise<readonly FeedbackResult[]>;
  summarize(versions?: readonly ServedVersion[]): Promise<readonly SeriesSummary[]>;
  readTimelines(spans: Spans): Promise<readonly Timeline[]>;
  forget(subject: string): Promise<number>;
  promotions(after: number, experiment?: string): Promise<readonly PromotionEntry[]>;
  change(operator: string, change: PromotionChange): Promise<boolean>;
  /** Sends a request, and returns its result. */
  ask<T>(request: object): Promise<T>;
  /** Waits until all that was asked for before is written. */
  settle(): Promise<unknown>;
  close(): Promise<void>;
}

export const DAY = 86_400_000;
const TARGETS = ["hours"];
const SERIES: readonly NumberedSeries[] = [
  { number: 0, variant: "champion", model: "m", version: "1", target: "hours", shadow: false },
  { number: 1, variant: "next", model: "m", version: "2", target: "hours", shadow: true },
  { number: 2, variant: "champion", model: "m", version: "1", target: "days", shadow: false },
  { number: 3, variant: "champion", model: "m", version: "2", target: "hours", shadow: false },
];

export async function openWriter(location: string, targets: readonly string[] = TARGETS): Promise<TestWriter> {
  const database = await openDatabase(location);
  const sent: FromThread[] = [];
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const writer = createWriter(database, await subjectHash(database), 30 * DAY, (message) => {
    if (message.kind !== "response") sent.push(message);
    else if (message.failed === undefined) waiting.get(message.number)!.resolve(message.result as never);
    else waiting.get(message.number)!.reject(new Error(message.failed));
  });
  writer.receive({ kind: "series", added: SERIES });
  let number = 0;
  const ask = <T>(request: object): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      writer.receive({ ...request, number: number++ } as Request);
    });
  const feedAll = (outcomes: readonly (readonly [Buffer, ...number[]])[]): Promise<FeedbackResult[]> =>
    ask({ kind: "feedback", targets, outcomes: outcomes.map(([id, ...actual]) => ({ id, actual })) });
  const summarize = (versions?: readonly ServedVersion[]): Promise<SeriesSummary[]> =>
    ask({ kind: "summary", from: 0, to: Number.MAX_SAFE_INTEGER, versions });
  return {
    database,
    writer,
    sent,
    predict(...rows) {
      const ids = new Uint8Array(rows.length * ID_BYTES);
      for (const [i, { id }] of rows.entries()) ids.set(id, i * ID_BYTES);
      writer.receive({
        kind: "predictions",
        rows: rows.length,
        ids,
        series: Int32Array.from(rows, ({ series = 0 }) => series),
        values: Float64Array.from(rows, ({ value }) => value),
        subjects: Int32Array.from(rows, ({ subject }, i) => (subject === undefined ? -1 : i)),
        subjectNames: rows.map(({ subject = "" }) => subject),
        inputs: rows.flatMap(({ inputs: text }, row) => (text === undefined ? [] : [{ row, text }])),
      });
    },
    feed: async (id, ...actual) => (await feedAll([[id, ...actual]]))[0]!,
    feedAll,
    summarize,
    readTimelines: (spans) => ask({ kind: "timelines", spans }),
    forget: (subject) => ask({ kind: "deletion", subject }),
    promotions: (after, experiment = "default") => ask({ kind: "promotions", experiment, after }),
    change: (operator, change) => ask({ kind: "promotion", experiment: "default", operator, change }),
    ask,
    settle: () => summarize(),
    close: () => ask({ kind: "closing" }),
  };
}
