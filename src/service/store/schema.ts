// The tables, alike in SQLite and PostgreSQL. Ids are 16 bytes that sort by time, so the primary
// keys are the only indexes that predictions need.

import { type Generated, type Kysely, type RawBuilder, sql } from "kysely";

/** What predicts one target: a version of a model, in one role. */
interface SeriesTable {
  readonly series: Generated<number>;
  /** The name of the variant, empty for the only model. */
  readonly variant: string;
  /** The name of the model. */
  readonly model: string;
  readonly version: string;
  readonly target: string;
  /** 1 if it predicted after the response, as a shadow. */
  readonly shadow: number;
}

/** One row per prediction and target. A shadow's prediction has the id of the response. */
interface PredictionTable {
  readonly id: Buffer;
  readonly series: number;
  readonly value: number;
  /** A keyed hash. Null for a prediction without a subject. */
  readonly subject: Buffer | null;
}

/** What came true, one row per id and target. */
interface ActualTable {
  readonly id: Buffer;
  readonly target: string;
  readonly value: number;
  /** 0 as long as no prediction of the id is known. */
  readonly predicted: number;
}

/** The inputs of a prediction, if they are stored. */
interface InputsTable {
  readonly id: Buffer;
  /** An object, as JSON. */
  readonly inputs: string;
}

/** Sums over the predictions of a minute, and over the errors of those whose outcome is known. */
interface SumsTable {
  readonly series: number;
  /** Minutes since 1970. */
  readonly minute: number;
  readonly predictions: number;
  /** The number of errors. */
  readonly rows: number;
  readonly error: number;
  readonly absolute: number;
  readonly squared: number;
}

/** Who made which version of a variant predict for all subjects, and when. */
interface PromotionTable {
  readonly id: Generated<number>;
  readonly experiment: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly operator: string;
  readonly variant: string;
  readonly version: string;
  /** The id of the promotion that this row undoes. */
  readonly undoes: number | null;
}

/** Values that belong to the store as a whole. */
interface SettingTable {
  readonly name: string;
  readonly value: Buffer;
}

/** When each trigger fired last. Times are in milliseconds since 1970. */
interface TriggerStateTable {
  /** The name of the trigger. */
  readonly name: string;
  /** When the trigger was first asked for. */
  readonly since: number;
  /** Null for a trigger that has not fired. */
  readonly fired: number | null;
}

/** Windows in which the condition of a trigger held. */
interface TriggerWindowTable {
  readonly name: string;
  /** The variant, the name and the version of the model, and the length of the window. */
  readonly model: string;
  readonly ended: number;
}

/** One row per firing of a trigger: an outbox of events. */
interface FiringTable {
  /** That of the event. */
  readonly id: string;
  /** The name of the trigger. */
  readonly name: string;
  readonly fired: number;
  /** As JSON. */
  readonly event: string;
  readonly attempts: number;
  /** When the next attempt may begin. */
  readonly due: number;
  readonly state: "waiting" | "delivered" | "refused";
}

/** All tables. */
export interface Tables {
  readonly series: SeriesTable;
  readonly prediction: PredictionTable;
  readonly actual: ActualTable;
  readonly inputs: InputsTable;
  readonly sums: SumsTable;
  readonly promotion: PromotionTable;
  readonly setting: SettingTable;
  readonly trigger_state: TriggerStateTable;
  readonly trigger_window: TriggerWindowTable;
  readonly firing: FiringTable;
}

/** How a database writes types and tables. */
export interface TableDialect {
  /** The type of bytes. */
  readonly bytes: RawBuilder<unknown>;
  /** The primary key of `series` and `promotion`, which the database counts. */
  readonly counted: RawBuilder<unknown>;
  /** What follows a table whose rows are stored in the order of the primary key. */
  readonly clustered: RawBuilder<unknown>;
}

/** Creates the tables that are missing. */
export async function createTables(db: Kysely<Tables>, { bytes, counted, clustered }: TableDialect): Promise<void> {
  const statements = [
    sql`create table if not exists series (
      series ${counted}, variant text not null, model text not null, version text not null, target text not null,
      shadow integer not null, unique (variant, model, version, target, shadow))`,
    sql`create table if not exists prediction (
      id ${bytes} not null, series integer not null, value double precision not null, subject ${bytes},
      primary key (id, series)) ${clustered}`,
    sql`create table if not exists actual (
      id ${bytes} not null, target text not null, value double precision not null, predicted integer not null,
      primary key (id, target)) ${clustered}`,
    sql`create index if not exists actual_waiting on actual (id) where predicted = 0`,
    sql`create table if not exists inputs (id ${bytes} not null primary key, inputs text not null) ${clustered}`,
    sql`create table if not exists sums (
      series integer not null, minute integer not null, predictions integer not null, rows integer not null,
      error double precision not null, absolute double precision not null, squared double precision not null,
      primary key (minute, series)) ${clustered}`,
    sql`create table if not exists promotion (
      id ${counted}, experiment text not null, time double precision not null, operator text not null,
      variant text not null, version text not null, undoes integer)`,
    sql`create table if not exists setting (name text not null primary key, value ${bytes} not null)`,
    sql`create table if not exists trigger_state (
      name text not null primary key, since double precision not null, fired double precision)`,
    sql`create table if not exists trigger_window (
      name text not null, model text not null, ended double precision not null, primary key (name, model, ended))`,
    sql`create table if not exists firing (
      id text not null primary key, name text not null, fired double precision not null, event text not null,
      attempts integer not null, due double precision not null, state text not null)`,
    sql`create index if not exists firing_due on firing (state, due, name)`,
  ];
  for (const statement of statements) await statement.execute(db);
}
