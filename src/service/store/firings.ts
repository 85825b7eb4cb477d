// The firings of triggers, and the outbox of their events. Transactions that write run one at a
// time on all machines, so exactly one of them fires, and one at a time delivers.

import type { Connection, Database } from "./database.js";

/** Asks whether a trigger may fire, and makes it fire then. */
export interface FiringRequest {
  readonly kind: "fire";
  readonly trigger: string;
  /** Now, in milliseconds since 1970. */
  readonly time: number;
  /** The shortest time between two firings, in milliseconds. */
  readonly cooldown: number;
  /** Whether the cooldown also passes before the first firing, from the first request on. */
  readonly waitsFirst: boolean;
  /** A window in which the condition held. So many in a row are needed. */
  readonly window?: {
    /** The model, and the length of its windows. */
    readonly model: string;
    readonly ended: number;
    readonly length: number;
    readonly count: number;
  };
  /** The id of the event. */
  readonly id: string;
  /** The event, as JSON. */
  readonly event: string;
}

/** What became of a request. */
export interface FiringResult {
  readonly hasFired: boolean;
  /** The time before which the trigger will not fire. */
  readonly notBefore: number;
}

/** Asks for an event that is due. */
export interface ClaimRequest {
  readonly kind: "claim";
  readonly time: number;
  /**
   * The triggers whose events are wanted, and how long nobody else gets one of each, in
   * milliseconds. After that, whoever claimed it has died.
   */
  readonly leases: Readonly<Record<string, number>>;
}

/** An event to deliver. */
export interface ClaimedEvent {
  readonly id: string;
  readonly trigger: string;
  readonly event: string;
  /** The number of attempts with this one. */
  readonly attempts: number;
}

/** Says what became of an attempt. */
export interface SettleRequest {
  readonly kind: "settle";
  readonly id: string;
  readonly attempts: number;
  readonly state: "waiting" | "delivered" | "refused";
  /** When the next attempt is due. */
  readonly due: number;
}

/** What triggers ask of the store. */
export type TriggerRequest = FiringRequest | ClaimRequest | SettleRequest;

/** Does what a trigger asks. */
export function performTrigger(database: Database, request: TriggerRequest): Promise<unknown> {
  if (request.kind === "fire") return database.write(true, (connection) => fire(connection, request));
  if (request.kind === "claim") return claim(database, request);
  return database.write(true, (connection) => settle(connection, request));
}

async function fire(connection: Connection, request: FiringRequest): Promise<FiringResult> {
  const { trigger, time, cooldown, waitsFirst, window, id, event } = request;
  if (window && !(await hasHeld(connection, trigger, window))) return { hasFired: false, notBefore: 0 };
  await connection
    .insertInto("trigger_state")
    .values({ name: trigger, since: time, fired: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { since, fired } = await connection
    .selectFrom("trigger_state")
    .select(["since", "fired"])
    .where("name", "=", trigger)
    .executeTakeFirstOrThrow();
  const notBefore = fired === null && !waitsFirst ? time : (fired ?? since) + cooldown;
  if (time < notBefore) return { hasFired: false, notBefore };
  await connection.updateTable("trigger_state").set({ fired: time }).where("name", "=", trigger).execute();
  await connection
    .insertInto("firing")
    .values({ id, name: trigger, fired: time, event, attempts: 0, due: time, state: "waiting" })
    .execute();
  return { hasFired: true, notBefore: time + cooldown };
}

/** Adds a window in which the condition held, and returns whether it held in enough in a row. */
async function hasHeld(
  connection: Connection,
  name: string,
  { model, ended, length, count }: NonNullable<FiringRequest["window"]>,
): Promise<boolean> {
  const first = ended - (count - 1) * length;
  await connection
    .deleteFrom("trigger_window")
    .where("name", "=", name)
    .where("model", "=", model)
    .where("ended", "<", first)
    .execute();
  await connection
    .insertInto("trigger_window")
    .values({ name, model, ended })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const held = await connection
    .selectFrom("trigger_window")
    .select("ended")
    .where("name", "=", name)
    .where("model", "=", model)
    .where("ended", ">=", first)
    .where("ended", "<=", ended)
    .execute();
  return held.length >= count;
}

/** Reads first, because nothing is due most of the time. */
async function claim({ reading, write }: Database, { time, leases }: ClaimRequest): Promise<ClaimedEvent | undefined> {
  const findDue = (connection: Connection) =>
    connection
      .selectFrom("firing")
      .select(["id", "name as trigger", "event", "attempts"])
      .where("state", "=", "waiting")
      .where("due", "<=", time)
      .where("name", "in", Object.keys(leases))
      .orderBy("due")
      .limit(1)
      .executeTakeFirst();
  if (!(await findDue(reading))) return undefined;
  return write(true, async (connection) => {
    const found = await findDue(connection);
    if (!found) return undefined;
    const attempts = found.attempts + 1;
    await connection
      .updateTable("firing")
      .set({ attempts, due: time + leases[found.trigger]! })
      .where("id", "=", found.id)
      .execute();
    return { ...found, attempts };
  });
}

/** A failure counts only if nobody has claimed the event since. A delivery counts always. */
async function settle(connection: Connection, { id, attempts, state, due }: SettleRequest): Promise<void> {
  let update = connection.updateTable("firing").set({ state, due }).where("id", "=", id).where("state", "=", "waiting");
  if (state === "waiting") update = update.where("attempts", "=", attempts);
  await update.execute();
}

/** Deletes firings and windows that are older than the retention. */
export async function deleteOldFirings(connection: Connection, oldest: number): Promise<void> {
  await connection.deleteFrom("firing").where("fired", "<", oldest).execute();
  await connection.deleteFrom("trigger_window").where("ended", "<", oldest).execute();
}
