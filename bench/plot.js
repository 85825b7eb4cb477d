// plot.svg: time per row against the number of support vectors, and against the number of rows, for
// every peer. Both axes are logarithmic.

import { PEERS } from "./peers.js";
import { quantile } from "./statistics.js";

const PANEL = { width: 300, height: 250, left: 58, top: 78, gapX: 42, gapY: 82 };
const LEGEND_HEIGHT = 96;

/**
 * Colours that stand out from white and from near-black. Dashes help those who cannot tell them
 * apart.
 */
const STYLES = {
  supportvector: { colour: "#e0245e", thick: true },
  columns: { colour: "#e0245e", thick: true, dash: "6 3" },
  transformed: { colour: "#e0245e", dash: "2 3" },
  plain: { colour: "#d98e04" },
  "ml-matrix": { colour: "#9b7653", dash: "6 3" },
  "libsvm-wasm": { colour: "#8b5cf6" },
  "libsvm-asm": { colour: "#8b5cf6", dash: "2 3" },
  "onnx-node": { colour: "#2f80ed" },
  "onnx-web": { colour: "#2f80ed", dash: "2 3" },
  pipeline: { colour: "#1f9d55" },
  svr: { colour: "#1f9d55", dash: "6 3" },
  intelex: { colour: "#1f9d55", dash: "2 3" },
  libsvm: { colour: "#8b5cf6", dash: "6 3" },
  "gcc-o3": { colour: "#808a94" },
  "gcc-ofast": { colour: "#808a94", dash: "6 3" },
};

/** @returns the text of the SVG */
export function drawPlot({ problems }) {
  const families = ["continuous", "half categorical", "all categorical"];
  const bySupportVectors = [1, 1000].flatMap((size) =>
    families.map((family) => ({
      title: `${family}, 50 columns, ${size === 1 ? "one row" : "batch of 1,000"}`,
      label: "support vectors",
      lines: lines((id) =>
        problems
          .filter((problem) => problem.family === family && problem.width === 50)
          .map((problem) => [problem.vectorCount, timeOf(problem, id, size)]),
      ),
    })),
  );
  const byRows = ["shipped", "continuous-500x64", "all-categorical-500x50"].map((problemId) => {
    const problem = problems.find(({ id }) => id === problemId);
    return {
      title: problem?.title ?? "",
      label: "rows in a batch",
      lines: lines((id) => {
        const { times = {} } = problem?.peers.find((peer) => peer.id === id) ?? {};
        return Object.values(times).map(({ rows, rounds }) => [rows, quantile(rounds, 0.5)]);
      }),
    };
  });
  const panels = [...bySupportVectors, ...byRows];
  const width = PANEL.left + 3 * (PANEL.width + PANEL.gapX);
  const height = PANEL.top + 3 * (PANEL.height + PANEL.gapY) + LEGEND_HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">Time per row against the number of support vectors, and of rows</title>
<desc id="desc">${describe(panels)}</desc>
<style>
  svg { --ink: #1f2328; --faint: #d0d7de; --paper: #ffffff; font: 12px system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --faint: #3d444d; --paper: #0d1117; } }
  text { fill: var(--ink); } .paper { fill: var(--paper); } .grid { stroke: var(--faint); } .heading { font-size: 13px; font-weight: 600; }
  polyline { fill: none; stroke-linejoin: round; }
</style>
<rect class="paper" width="${width}" height="${height}"/>
<text x="${PANEL.left}" y="28" font-size="18" font-weight="600">Microseconds per row (medians; lower is better)</text>
${panels.map(drawPanel).join("\n")}
${drawLegend(height - LEGEND_HEIGHT + 12)}
</svg>
`;
}

function timeOf({ peers }, id, size) {
  const measured = peers.find((peer) => peer.id === id)?.times?.[size];
  return measured && quantile(measured.rounds, 0.5);
}

/** @param pointsOf the points of a peer, as [x, time]. Those that were not measured are left out */
function lines(pointsOf) {
  return PEERS.map(({ id, title }) => ({
    id,
    title,
    points: pointsOf(id).filter(([, time]) => time !== undefined),
  })).filter(({ points }) => points.length > 0);
}

function drawPanel({ title, label, lines }, i) {
  const x0 = PANEL.left + (i % 3) * (PANEL.width + PANEL.gapX);
  const y0 = PANEL.top + Math.floor(i / 3) * (PANEL.height + PANEL.gapY);
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return "";
  const [xLow, xHigh] = bounds(points.map(([x]) => x));
  const [yLow, yHigh] = bounds(points.map(([, y]) => y));
  const toX = (x) => round(x0 + (PANEL.width * (Math.log10(x) - xLow)) / (xHigh - xLow));
  const toY = (y) => round(y0 + PANEL.height - (PANEL.height * (Math.log10(y) - yLow)) / (yHigh - yLow));
  const grid = [];
  for (let power = xLow; power <= xHigh; power++) {
    const x = toX(10 ** power);
    grid.push(`<line class="grid" x1="${x}" y1="${y0}" x2="${x}" y2="${y0 + PANEL.height}"/>`);
    grid.push(`<text x="${x}" y="${y0 + PANEL.height + 16}" text-anchor="middle">${tick(power)}</text>`);
  }
  for (let power = yLow; power <= yHigh; power++) {
    const y = toY(10 ** power);
    grid.push(`<line class="grid" x1="${x0}" y1="${y}" x2="${x0 + PANEL.width}" y2="${y}"/>`);
    grid.push(`<text x="${x0 - 6}" y="${y + 4}" text-anchor="end">${tick(power)}</text>`);
  }
  // This library's lines come last, above the others.
  const drawn = [...lines].reverse().map(({ id, points }) => {
    const at = points.map(([x, y]) => [toX(x), toY(y)]);
    const { colour, dash, thick } = STYLES[id];
    // Dots on every line would take a third of the file.
    const dots = thick ? at.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`) : [];
    return `<polyline points="${at.join(" ")}" ${stroke(colour, dash, thick)}/>${dots.join("")}`;
  });
  return `<g>
<text class="heading" x="${x0}" y="${y0 - 12}">${title}</text>
${grid.join("\n")}
<text x="${x0 + PANEL.width / 2}" y="${y0 + PANEL.height + 34}" text-anchor="middle">${label}</text>
${drawn.join("\n")}
</g>`;
}

function drawLegend(top) {
  return PEERS.map(({ id, title }, i) => {
    const x = PANEL.left + (i % 4) * 250;
    const y = top + Math.floor(i / 4) * 24;
    const { colour, dash, thick } = STYLES[id];
    return `<line x1="${x}" y1="${y}" x2="${x + 30}" y2="${y}" ${stroke(colour, dash, thick)}/><text x="${x + 38}" y="${y + 4}">${title}</text>`;
  }).join("\n");
}

function stroke(colour, dash, thick) {
  return `stroke="${colour}" stroke-width="${thick ? 3 : 1.6}"${dash ? ` stroke-dasharray="${dash}"` : ""}`;
}

/** Whole powers of ten around the numbers, at least one apart. */
function bounds(numbers) {
  const low = Math.floor(Math.log10(Math.min(...numbers)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...numbers))))];
}

function tick(power) {
  return power < 3
    ? String(Number((10 ** power).toPrecision(1)))
    : `${10 ** (power % 3)}${{ 1: "k", 2: "M" }[Math.floor(power / 3)]}`;
}

function round(number) {
  return Math.round(number * 10) / 10;
}

/** The plot in words: for each panel, who is how fast at its right end. */
function describe(panels) {
  return panels
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, label, lines }) => {
      const ends = lines.map(({ title, points }) => `${title} ${Number(points.at(-1)[1].toPrecision(2))}`);
      return `${title}; microseconds per row at the most ${label} measured: ${ends.join(", ")}.`;
    })
    .join(" ");
}
