// The part of the page that scores a CSV file, from the dropped file to the results.

import type { DecimalSign } from "../../../src/tables/csv-dialect.js";
import type { Chart } from "../charts/chart.js";
import { countBins, drawHistogram } from "../charts/histogram.js";
import { byId, element } from "../dom/element.js";
import { acceptFiles } from "../dom/file-drop.js";
import { formatCount, formatPlural, nameWithUnit } from "../format.js";
import type { OpenModel } from "../model/open-model.js";
import type { Progress, Scored, ScoringRequest } from "./messages.js";
import { buildRejectsTable } from "./rejects-table.js";
import { scoreFile } from "./score-file.js";

const EXAMPLE_ROWS = 100_000;

export interface ScorePanel {
  /** Scores with this model from now on, and clears the scores of another one. */
  open(model: OpenModel): void;
}

/** Runs the panel. */
export function createScorePanel(): ScorePanel {
  const progress = byId("score-progress");
  const bar = byId<HTMLProgressElement>("score-bar");
  const rows = byId("score-rows");
  const status = byId("score-status");
  const outcome = byId("score-outcome");
  const decimal = byId<HTMLSelectElement>("score-decimal");
  let open: OpenModel;
  let stop = () => {};
  let discard = () => {};

  const clear = () => {
    stop();
    discard();
    outcome.replaceChildren();
    progress.hidden = true;
    status.textContent = "";
    status.classList.remove("is-error");
  };
  const fail = (message: string) => {
    progress.hidden = true;
    status.classList.add("is-error");
    status.textContent = message;
  };
  const showProgress = ({ fraction, rows: count }: Progress) => {
    bar.value = fraction;
    rows.textContent = formatPlural(count, "row");
  };
  const score = (source: ScoringRequest["source"], name: string, decimal: DecimalSign) => {
    clear();
    progress.hidden = false;
    showProgress({ fraction: 0, rows: 0 });
    status.textContent = `Scoring ${name} …`;
    const begun = performance.now();
    stop = scoreFile(
      { model: open.text, source, name, decimal },
      {
        onProgress: showProgress,
        onFailed: fail,
        onScored(scored) {
          progress.hidden = true;
          const accepted = scored.rows - scored.rejectedRows;
          const seconds = ((performance.now() - begun) / 1000).toFixed(1);
          const rejected = scored.rejectedRows === 0 ? "none rejected" : `${formatCount(scored.rejectedRows)} rejected`;
          status.textContent = `${name}: ${formatPlural(accepted, "row")} scored, ${rejected}, in ${seconds} s.`;
          discard = showOutcome(outcome, open, scored, name);
        },
      },
    );
  };

  acceptFiles(byId("score-zone"), (file) => score(file, file.name, decimal.value as DecimalSign));
  byId("score-example").addEventListener("click", () => score(EXAMPLE_ROWS, "example.csv", "."));
  byId("score-stop").addEventListener("click", () => {
    clear();
    status.textContent = "Stopped.";
    byId("score-file").focus();
  });
  return {
    open(model) {
      clear();
      open = model;
      byId("score-columns").textContent = model.fields.map(({ name }) => name).join(", ");
    },
  };
}

/**
 * Shows downloads, histograms and rejects.
 *
 * @returns a function that frees what they hold
 */
function showOutcome(
  place: HTMLElement,
  { model: { targets }, unit }: OpenModel,
  scored: Scored,
  name: string,
): () => void {
  const stem = name.replace(/\.\w+(\.gz)?$/, "");
  const result = buildDownload(scored.resultFile, `${stem}-predicted.csv`, "Download the predictions");
  const rejects = buildDownload(scored.rejectsFile, `${stem}-rejected.csv`, "Download the rejects");
  const downloads = element("p", { class: "downloads" }, result);
  if (scored.rejectedRows > 0) downloads.append(rejects);
  place.append(downloads);

  const charts: Chart[] = [];
  scored.predictions.forEach((predictions, i) => {
    if (predictions.length === 0) return;
    const label = `Predicted: ${nameWithUnit(targets[i]!, unit)}`;
    const figure = element("div", { class: "histogram", role: "img", "aria-label": `Histogram of ${label}` });
    place.append(figure);
    charts.push(drawHistogram(figure, countBins(predictions), label));
  });
  if (scored.rejectedRows > 0) place.append(buildRejectsTable(scored));
  return () => {
    for (const chart of charts) chart.destroy();
    for (const { href } of [result, rejects]) URL.revokeObjectURL(href);
  };
}

function buildDownload(file: Blob, name: string, text: string): HTMLAnchorElement {
  return element("a", { class: "button", href: URL.createObjectURL(file), download: name }, text);
}
