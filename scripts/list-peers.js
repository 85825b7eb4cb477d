// Prints the optional peers in the versions that are tested, such as `fastify@5.12.8`. The
// Dockerfile installs them.

import { readFileSync } from "node:fs";

const { peerDependencies, devDependencies } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
console.log(
  Object.keys(peerDependencies)
    .map((name) => `${name}@${devDependencies[name]}`)
    .join(" "),
);
