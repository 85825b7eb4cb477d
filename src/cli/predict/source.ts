// An input that is being scored, in whatever format.

import type { Scored } from "./scored.js";
import type { Layout, Table } from "./table.js";

interface Input {
  /** Name of the input, for messages. */
  readonly name: string;
  /** How much there is to read. Undefined where that is not known. */
  readonly size: number | undefined;
  /** How much of it has been read. */
  position(): number;
}

/** What is written around the chunks of an input. */
export interface Frame {
  readonly before: string;
  /** Between two chunks that hold rows. */
  readonly between: string;
  readonly after: string;
}

/** An input whose rows become bytes of the output, because the output has the input's format. */
export interface BytesSource extends Input, Frame {
  readonly kind: "bytes";
  readonly scored: AsyncIterable<Scored>;
}

/** An input whose rows become tables, for a writer. */
export interface TableSource extends Input {
  readonly kind: "table";
  readonly layout: Layout;
  readonly scored: AsyncIterable<Scored<Table>>;
}

export type Source = BytesSource | TableSource;
