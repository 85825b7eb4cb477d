// What two models say of the same rows: the model itself, and that of the spread.

import type { Attempt } from "../index.js";

type Found = Pick<Attempt<unknown>, "issues" | "warnings">;

/** Joins both. The problems of a row that the model rejects are not listed twice. */
export function joinAttempts({ issues, warnings }: Found, spread: Found | undefined): Found {
  const rejected = new Set(issues.map(({ row }) => row));
  const further = spread?.issues.filter(({ row }) => !rejected.has(row)) ?? [];
  if (further.length === 0) return { issues, warnings };
  const others = new Set(further.map(({ row }) => row));
  return {
    issues: [...issues, ...further].sort((a, b) => a.row - b.row),
    warnings: warnings.filter(({ row }) => !others.has(row)),
  };
}
