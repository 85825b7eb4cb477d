// Loaded before a script of this folder (`--require`): prints the milliseconds of processor time
// that the process has taken when it ends.
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
});
