// POST /invocations, the protocol of MLflow's scoring servers.

import type { FastifyInstance } from "fastify";
import { checkBatchSize, type EndpointContext, predictRecords, servedModel } from "./context.js";
import { recordsFromColumns, recordsFromRows, refuseInput } from "./tables.js";

type ReadTable = (table: unknown, names: readonly string[]) => readonly unknown[];

/** MLflow's formats of a table. A body holds exactly one of them. */
const FORMATS: Readonly<Record<string, ReadTable>> = {
  dataframe_split: readSplit,
  dataframe_records: (table) => readList(table, "dataframe_records"),
  instances: (table, names) => readRows(readList(table, "instances"), names, "instances"),
  inputs: (table, names) =>
    isObject(table)
      ? recordsFromColumns(new Map(Object.entries(table)), "inputs")
      : readRows(readList(table, "inputs"), names, "inputs"),
};

export function addInvocations(service: FastifyInstance, context: EndpointContext): void {
  service.post("/invocations", (request) => {
    const served = servedModel(context);
    const { body } = request;
    const [format, ...others] = Object.keys(FORMATS).filter((name) => isObject(body) && name in body);
    if (format === undefined || others.length > 0)
      refuseInput(`expected an object with one of ${Object.keys(FORMATS).join(", ")}`);
    const names = served.model.inputs.map(({ name }) => name);
    const records = FORMATS[format]!((body as Record<string, unknown>)[format], names);
    checkBatchSize(records.length, context);
    const { predictions } = predictRecords(context, served, request, records, { warnings: false });
    return { predictions };
  });
}

function readSplit(table: unknown): readonly unknown[] {
  const { columns, data } = isObject(table) ? table : {};
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string") || !Array.isArray(data))
    refuseInput('dataframe_split: expected names as "columns" and rows as "data"');
  return recordsFromRows(columns, data, "dataframe_split");
}

function readList(table: unknown, place: string): readonly unknown[] {
  return Array.isArray(table) ? table : refuseInput(`${place}: expected an array`);
}

/** Returns records as they are, and converts rows in the order of the inputs. */
function readRows(rows: readonly unknown[], names: readonly string[], place: string): readonly unknown[] {
  return rows.some(Array.isArray) ? recordsFromRows(names, rows, place) : rows;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
