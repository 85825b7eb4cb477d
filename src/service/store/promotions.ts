// Promotions: which version of a variant predicts for all subjects of an experiment. Rows are only
// added, so they also say who promoted what, and when. The last promotion that is not undone holds.

import type { Connection, Database } from "./database.js";

/** A promotion, or the end of one. */
export interface PromotionEntry {
  /** Grows from one entry to the next. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The id of the operator's API key. */
  readonly operator: string;
  readonly variant: string;
  readonly version: string;
  /** The id of the promotion that this entry undoes, or null for a promotion. */
  readonly undoes: number | null;
}

/** What an operator asks for. */
export type PromotionChange =
  | { readonly action: "promote"; readonly variant: string; readonly version: string }
  | { readonly action: "undo"; readonly id: number };

/**
 * Returns the promotion that holds after these entries.
 *
 * @param entries all entries of an experiment up to some time, in their order
 */
export function promotionAfter(entries: readonly PromotionEntry[]): PromotionEntry | undefined {
  const undone = new Set(entries.map(({ undoes }) => undoes));
  return entries.findLast(({ id, undoes }) => undoes === null && !undone.has(id));
}

/** Returns the entries of an experiment whose ids are above this one, in their order. */
export function readPromotions(db: Connection, experiment: string, after: number): Promise<PromotionEntry[]> {
  return db
    .selectFrom("promotion")
    .select(["id", "time", "operator", "variant", "version", "undoes"])
    .where("experiment", "=", experiment)
    .where("id", ">", after)
    .orderBy("id")
    .execute();
}

/**
 * Adds an entry. Repeating a change adds none, so a client that got no response may repeat it.
 *
 * @returns whether the change holds. An undone promotion must be the one that holds
 */
export function changePromotion(
  database: Database,
  experiment: string,
  operator: string,
  change: PromotionChange,
): Promise<boolean> {
  return database.write(true, async (connection) => {
    const entries = await readPromotions(connection, experiment, 0);
    const current = promotionAfter(entries);
    const add = async (variant: string, version: string, undoes: number | null): Promise<boolean> => {
      const row = { experiment, time: Date.now(), operator, variant, version, undoes };
      await connection.insertInto("promotion").values(row).execute();
      return true;
    };
    if (change.action === "promote") {
      const { variant, version } = change;
      if (current?.variant === variant && current.version === version) return true;
      return add(variant, version, null);
    }
    if (current?.id === change.id) return add(current.variant, current.version, current.id);
    return entries.some(({ undoes }) => undoes === change.id);
  });
}
