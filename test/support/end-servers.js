// Loaded before a program that serves: its servers take a free port of the loopback, and do not
// keep the process alive.

import { Server } from "node:net";

const { listen } = Server.prototype;
Server.prototype.listen = function (...args) {
  const listening = args.find((argument) => typeof argument === "function");
  return listen.call(this, { host: "127.0.0.1", port: 0 }, listening).unref();
};
