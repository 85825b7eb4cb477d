// Triggers on a file of SQLite: when they fire, and how their events are delivered, through
// restarts. Another file does the same with PostgreSQL.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { describeTriggers } from "./both-databases.js";

const folder = mkdtempSync(join(tmpdir(), "supportvector-triggers-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

describeTriggers(() => join(folder, `${files++}.db`), false);
