// The request that is measured.

import { readFileSync } from "node:fs";

export const RECORD = JSON.parse(readFileSync(new URL("../../scripts/example-record.json", import.meta.url), "utf8"));
export const BODY = JSON.stringify({ ...RECORD, "Reason for absence": 23 });
