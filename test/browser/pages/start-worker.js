const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

globalThis.report = new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => {
    globalThis.violations.push(...data.violations);
    resolve(data.bits);
  };
  worker.onerror = ({ message }) => reject(new Error(message));
});
