// POST /invocations, the protocol of MLflow's scoring servers.

import type { FastifyInstance } from "fastify";
import type { InputInfo } from "../../index.js";
import { type EndpointContext, predictTable, servedModel } from "./context.js";
import { refuseInput, selectInputs, type Table, tableOfColumns, tableOfRows } from "./tables.js";

type ReadTable = (table: unknown, inputs: readonly InputInfo[]) => Table;

/** MLflow's formats of a table. A body holds exactly one of them. */
const FORMATS: Readonly<Record<string, ReadTable>> = {
  dataframe_split: readSplit,
  dataframe_records: (table) => tableOfRecords(readList(table, "dataframe_records")),
  instances: (table, inputs) => readRows(readList(table, "instances"), inputs, "instances"),
  inputs: (table, inputs) =>
    isObject(table) ? readColumns(table, inputs) : readRows(readList(table, "inputs"), inputs, "inputs"),
};

export function addInvocations(service: FastifyInstance, context: EndpointContext): void {
  service.post("/invocations", async (request) => {
    const served = servedModel(context);
    const { body } = request;
    const [format, ...others] = Object.keys(FORMATS).filter((name) => isObject(body) && name in body);
    if (format === undefined || others.length > 0)
      refuseInput(`expected an object with one of ${Object.keys(FORMATS).join(", ")}`);
    const table = FORMATS[format]!((body as Record<string, unknown>)[format], served.model.inputs);
    return { predictions: await predictTable(context, served, request, table) };
  });
}

function readSplit(table: unknown, inputs: readonly InputInfo[]): Table {
  const { columns, data } = isObject(table) ? table : {};
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string") || !Array.isArray(data))
    refuseInput('dataframe_split: expected names as "columns" and rows as "data"');
  return tableOfRows(columns, data, inputs, "dataframe_split");
}

function readList(table: unknown, place: string): readonly unknown[] {
  return Array.isArray(table) ? table : refuseInput(`${place}: expected an array`);
}

function tableOfRecords(records: readonly unknown[]): Table {
  return { length: records.length, record: (row) => records[row] };
}

/** Reads records, or rows in the order of the inputs. */
function readRows(rows: readonly unknown[], inputs: readonly InputInfo[], place: string): Table {
  const names = inputs.map(({ name }) => name);
  if (rows.some(Array.isArray)) return tableOfRows(names, rows, inputs, place);
  const other = rows.findIndex((row) => !isObject(row));
  if (other >= 0)
    refuseInput(`${place}: expected records, or rows of ${names.length} values, got neither in row ${other}`);
  return tableOfRecords(rows);
}

/** Reads a list of values for each name. An n × 1 array is read as a list. */
function readColumns(columns: Readonly<Record<string, unknown>>, inputs: readonly InputInfo[]): Table {
  const lists = selectInputs(new Map(Object.entries(columns)), inputs).map((column, k) => {
    if (!Array.isArray(column))
      refuseInput(`inputs: expected ${JSON.stringify(inputs[k]!.name)} to be a list of values`);
    return column.every((cell) => Array.isArray(cell) && cell.length === 1) ? column.flat() : column;
  });
  return tableOfColumns(lists, inputs, "inputs");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
