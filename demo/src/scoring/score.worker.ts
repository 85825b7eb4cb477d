// Scores one CSV file in a thread of its own, so that the page stays responsive.

import { TableError } from "../../../src/tables/table-error.js";
import { openModel } from "../model/open-model.js";
import { makeExampleCsv } from "./example-csv.js";
import type { ScoringReply, ScoringRequest } from "./messages.js";
import { scoreCsv } from "./score-csv.js";

const scope = self as unknown as DedicatedWorker;
/** TypeScript has no library of a worker's scope beside that of a page. */
type DedicatedWorker = Pick<Worker, "postMessage" | "addEventListener">;

function reply(message: ScoringReply, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

scope.addEventListener("message", async ({ data }: MessageEvent<ScoringRequest>) => {
  try {
    const open = openModel(data.model);
    const { source, name, decimal } = data;
    const file = typeof source === "number" ? new Blob([makeExampleCsv(open.model.inputs, source)]) : source;
    const onProgress = (progress: { fraction: number; rows: number }) => reply({ kind: "progress", ...progress });
    const scored = await scoreCsv(open, { file, name, decimal }, onProgress);
    reply(
      { kind: "scored", ...scored },
      scored.predictions.map(({ buffer }) => buffer),
    );
  } catch (error) {
    const { name } = data;
    if (error instanceof TableError) reply({ kind: "failed", message: `${error.message}.` });
    // A file that has been deleted, or a folder.
    else if (error instanceof DOMException)
      reply({ kind: "failed", message: `${name} cannot be read: choose a file that is there.` });
    // The page hears of errors, but not of rejected promises.
    else reportError(error);
  }
});
