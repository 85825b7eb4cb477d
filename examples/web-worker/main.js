// The page sends columns to a worker, so that it stays responsive while many rows are predicted.

const ROWS = 100_000;

const output = document.querySelector("output");
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

worker.addEventListener("message", ({ data }) => {
  const mean = data.reduce((sum, prediction) => sum + prediction, 0) / data.length;
  output.value = `${mean.toFixed(2)} hours`;
});

const distances = Float64Array.from({ length: ROWS }, (_, row) => row % 60);
worker.postMessage({
  Age: new Float64Array(ROWS).fill(41),
  Shift: new Array(ROWS).fill("night"),
  "Distance (km)": distances,
});
