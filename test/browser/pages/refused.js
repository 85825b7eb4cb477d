// What the policy refuses: the inline script beside this one. Code from a string, here and in a
// worker.

globalThis.report = new Promise((resolve) => {
  new Worker("refused-worker.js").onmessage = ({ data }) => resolve(data);
});
new Function("");
