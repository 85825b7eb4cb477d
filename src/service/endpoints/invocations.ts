// POST /invocations, the protocol of MLflow's scoring servers.

import type { FastifyInstance } from "fastify";
import { writeIds } from "../store/prediction-ids.js";
import { assignRequest, tableColumns } from "./assignment.js";
import { type EndpointContext, predictTable } from "./context.js";
import { readCoverage } from "./coverage.js";
import { refuseInput, selectColumns, type Table, type TableColumns, tableOfColumns, tableOfRows } from "./tables.js";
import { variantMembers } from "./variant-members.js";

type ReadTable = (table: unknown, columns: TableColumns) => Table;

/** MLflow's formats of a table. A body holds exactly one of them. */
const FORMATS: Readonly<Record<string, ReadTable>> = {
  dataframe_split: readSplit,
  dataframe_records: (table) => tableOfRecords(readList(table, "dataframe_records")),
  instances: (table, columns) => readRows(readList(table, "instances"), columns, "instances"),
  inputs: (table, columns) =>
    isObject(table) ? readColumns(table, columns) : readRows(readList(table, "inputs"), columns, "inputs"),
};

export function addInvocations(service: FastifyInstance, context: EndpointContext): void {
  service.post("/invocations", async (request) => {
    const { models, metrics } = context;
    const coverage = readCoverage(request);
    const assignment = assignRequest(models, metrics, request);
    const { body } = request;
    const [format, ...others] = Object.keys(FORMATS).filter((name) => isObject(body) && name in body);
    if (format === undefined || others.length > 0)
      refuseInput(`expected an object with one of ${Object.keys(FORMATS).join(", ")}`);
    const columns = tableColumns(models, assignment);
    const table = FORMATS[format]!((body as Record<string, unknown>)[format], columns);
    const batch = await predictTable(context, assignment, request, table, coverage);
    const ids = batch.ids && { ids: writeIds(batch.ids) };
    return {
      predictions: batch.predictions,
      ...(batch.ends && { ...batch.ends, coverage }),
      ...ids,
      ...variantMembers(batch),
    };
  });
}

function readSplit(table: unknown, columns: TableColumns): Table {
  const { columns: names, data } = isObject(table) ? table : {};
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string") || !Array.isArray(data))
    refuseInput('dataframe_split: expected names as "columns" and rows as "data"');
  return tableOfRows(names, data, columns, "dataframe_split");
}

function readList(table: unknown, place: string): readonly unknown[] {
  return Array.isArray(table) ? table : refuseInput(`${place}: expected an array`);
}

function tableOfRecords(records: readonly unknown[]): Table {
  return { length: records.length, record: (row) => records[row] };
}

/** Reads records, or rows in the order of the inputs. */
function readRows(rows: readonly unknown[], columns: TableColumns, place: string): Table {
  const names = columns.inputs.map(({ name }) => name);
  if (rows.some(Array.isArray)) return tableOfRows(names, rows, columns, place);
  const other = rows.findIndex((row) => !isObject(row));
  if (other >= 0)
    refuseInput(`${place}: expected records, or rows of ${names.length} values, got neither in row ${other}`);
  return tableOfRecords(rows);
}

/** Reads a list of values for each name. An n × 1 array is read as a list. */
function readColumns(table: Readonly<Record<string, unknown>>, columns: TableColumns): Table {
  const lists = selectColumns(new Map(Object.entries(table)), columns).map(([name, column]) => {
    if (!Array.isArray(column)) refuseInput(`inputs: expected ${JSON.stringify(name)} to be a list of values`);
    const isNested = column.every((cell) => Array.isArray(cell) && cell.length === 1);
    return [name, isNested ? column.flat() : column] as const;
  });
  return tableOfColumns(lists, "inputs");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
