// Scores one CSV in a thread of its own, so that the page stays alive.

import { openModel } from "../model/open-model.js";
import { makeExampleCsv } from "./example-csv.js";
import type { ScoringReply, ScoringRequest } from "./messages.js";
import { scoreCsv, UnreadableFile } from "./score-csv.js";

const scope = self as unknown as DedicatedWorker;
/** TypeScript has no library of a worker's scope beside that of a page. */
type DedicatedWorker = Pick<Worker, "postMessage" | "addEventListener">;

function reply(message: ScoringReply, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

scope.addEventListener("message", async ({ data }: MessageEvent<ScoringRequest>) => {
  try {
    const open = openModel(data.model);
    const { source } = data;
    // `text()` decodes UTF-8, whole characters only, and leaves out a byte order mark.
    const text = typeof source === "number" ? makeExampleCsv(open.model.inputs, source) : await source.text();
    const scored = scoreCsv(open, text, (progress) => reply({ kind: "progress", ...progress }));
    reply(
      { kind: "scored", ...scored },
      scored.predictions.map(({ buffer }) => buffer),
    );
  } catch (error) {
    if (!(error instanceof UnreadableFile || error instanceof DOMException)) throw error;
    reply({ kind: "failed", message: error.message });
  }
});
