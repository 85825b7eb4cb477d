// The Open Inference Protocol and MLflow's: the engine's numbers in each of their formats.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { model } from "../../src/absenteeism/index.js";
import { loadModel } from "../../src/index.js";
import { findExample } from "../../src/service/model/example.js";
import { presentModel } from "../../src/service/model/served-model.js";
import { readFixture } from "../support/fixtures.js";
import { RECORD, type RunningService, startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

let api: RunningService;
let tiny: RunningService;
beforeAll(async () => {
  api = await startService();
  tiny = await startService({ model: loadModel(tinyModel()) });
});
afterAll(stopServices);

const names = model.inputs.map(({ name }) => name);
const records = [RECORD, { ...RECORD, "Reason for absence": 23 }, { ...RECORD, "Reason for absence": 13, Age: 50 }];
const rows = records.map((record) => names.map((name) => record[name]!));
const predictions = model.predictBatch(records as never);
const columnsOf = (shape: (n: number) => number[]): object[] =>
  names.map((name) => ({ name, shape: shape(3), datatype: "FP64", data: records.map((record) => record[name]) }));

describe("the Open Inference Protocol", () => {
  const infer = "/v2/models/absenteeism/infer";

  it("describes the server and the model", async () => {
    expect((await api.ask("/v2")).body).toEqual({ name: "supportvector", version: "0.1.0", extensions: [] });
    const { body } = await tiny.ask("/v2/models/tiny");
    expect(body).toEqual({
      name: "tiny",
      versions: ["unversioned"],
      platform: "scikit-learn_SVR_RBF",
      inputs: [
        { name: "Age", datatype: "FP64", shape: [-1] },
        { name: "Shift", datatype: "BYTES", shape: [-1] },
      ],
      outputs: [{ name: "hours", datatype: "FP64", shape: [-1] }],
    });
    expect((await tiny.ask("/v2/models/tiny/ready")).body).toEqual({ name: "tiny", ready: true });
    expect((await tiny.ask("/v2/models/tiny/versions/unversioned/ready")).status).toBe(200);
  });

  it.each([["/v2/models/other"], ["/v2/models/other/ready"], ["/v2/models/absenteeism/versions/1"]])(
    "knows no other models: %s",
    async (path) => {
      expect(await api.ask(path)).toMatchObject({ status: 404, body: { type: "NotFoundError" } });
    },
  );

  it.each([
    ["[n]", columnsOf((n) => [n])],
    ["[n, 1]", columnsOf((n) => [n, 1])],
    [
      "[n, 1], nested",
      names.map((name) => ({
        name,
        shape: [3, 1],
        datatype: Number.isInteger(RECORD[name]) ? "INT64" : "FP64",
        data: records.map((record) => [record[name]]),
      })),
    ],
    ["[n, inputs]", [{ name: "x", shape: [3, 19], datatype: "FP64", data: rows.flat() }]],
    ["[n, inputs], nested", [{ name: "x", shape: [3, 19], datatype: "FP32", data: rows }]],
    ["[n], and others", [...columnsOf((n) => [n]), { name: "ID", shape: [1], datatype: "BYTES", data: ["x"] }]],
  ])("predicts tensors of shape %s", async (_, inputs) => {
    const { status, body } = await api.post(infer, { id: "42", inputs });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: "42",
      model_name: "absenteeism",
      model_version: model.info.trainingDate,
      outputs: [{ name: "Absenteeism time in hours", shape: [3], datatype: "FP64", data: predictions }],
    });
  });

  it("reads text, missing values and booleans", async () => {
    const inputs = [
      { name: "Age", shape: [3], datatype: "FP64", data: [30, null, 0] },
      { name: "Shift", shape: [3], datatype: "BYTES", data: ["early", "late", "early"] },
    ];
    const expected = loadModel(tinyModel()).predictBatch([
      { Age: 30, Shift: "early" },
      { Age: null, Shift: "late" },
      { Age: 0, Shift: "early" },
    ]);
    expect((await tiny.post("/v2/models/tiny/infer", { inputs })).body.outputs[0].data).toEqual(expected);
    const truth = [{ name: "Age", shape: [3], datatype: "BOOL", data: [false, true, false] }, inputs[1]];
    const { body } = await tiny.post("/v2/models/tiny/infer", { inputs: truth });
    expect(body.outputs[0].data[0]).toBe(expected[2]);
  });

  it("reads text in base64", async () => {
    const renamed = JSON.stringify(tinyModel()).replaceAll('"late"', '"spät"');
    const model = loadModel(renamed);
    const { post } = await startService({ model });
    const values = ["early", "spät"];
    const expected = model.predictBatch(values.map((Shift) => ({ Age: 30, Shift })));
    const age = { name: "Age", shape: [2], datatype: "FP64", data: [30, 30], parameters: { content_type: "np" } };
    const shift = { name: "Shift", shape: [2], datatype: "BYTES" };
    const base64 = values.map((value) => Buffer.from(value).toString("base64"));
    const encoded = { ...shift, data: base64, parameters: { content_type: "base64" } };
    const plain = { ...shift, data: values, parameters: { content_type: "str" } };
    for (const tensor of [encoded, plain]) {
      const { body } = await post("/v2/models/tiny/infer", {
        inputs: [age, tensor],
        parameters: { content_type: "pd" },
      });
      expect(body.outputs[0].data).toEqual(expected);
    }
  });

  it("returns a tensor per target, or the requested ones", async () => {
    const several = loadModel(readFixture("multi_output").model, { targets: "any" });
    const served = presentModel(several);
    const { ask, post } = await startService({ model: several });
    const example = findExample(served)!;
    const prediction = several.predict(example) as unknown as Record<string, number>;
    expect((await post("/predict", example)).body.prediction).toEqual(prediction);
    const inputs = several.inputs.map(({ name }) => {
      const value = example[name];
      return { name, shape: [1], datatype: typeof value === "string" ? "BYTES" : "FP64", data: [value] };
    });
    const path = `/v2/models/${encodeURIComponent(several.info.name)}/infer`;
    const tensors = Object.entries(prediction).map(([name, value]) => ({
      name,
      shape: [1],
      datatype: "FP64",
      data: [value],
    }));
    expect((await post(path, { inputs })).body.outputs).toEqual(tensors);
    const { outputs } = (await ask(`/v2/models/${encodeURIComponent(several.info.name)}`)).body;
    expect(outputs).toEqual(tensors.map(({ name, datatype }) => ({ name, datatype, shape: [-1] })));
    for (const outputs of [null, []]) expect((await post(path, { inputs, outputs })).body.outputs).toEqual(tensors);
    const [, second] = tensors;
    expect((await post(path, { inputs, outputs: [{ name: second!.name }] })).body.outputs).toEqual([second]);
  });

  const column = { name: "Age", shape: [1], datatype: "FP64", data: [1] };
  const text = { ...column, datatype: "BYTES", data: ["!"] };
  const target = "Absenteeism time in hours";
  const transposed = names.map((name) => records.map((record) => record[name]));
  it.each([
    [{}, /"inputs"/],
    [{ inputs: [] }, /"inputs"/],
    [{ inputs: {} }, /"inputs"/],
    [{ inputs: [null] }, /^inputs\/0: .*"name"/],
    [{ inputs: [{ ...column, name: 1 }] }, /"name"/],
    [{ inputs: [{ ...column, datatype: "FLOAT" }] }, /"datatype"/],
    [{ inputs: [{ ...column, shape: [] }] }, /"shape"/],
    [{ inputs: [{ ...column, shape: [-1] }] }, /"shape"/],
    [{ inputs: [{ ...column, shape: [1, 1, 1] }] }, /"shape"/],
    [{ inputs: [{ ...column, data: 1 }] }, /"data"/],
    [{ inputs: [{ ...column, shape: [1e9] }] }, /1000000000 .* got 1$/],
    [{ inputs: columnsOf(() => [3]), outputs: {} }, /"outputs"/],
    [{ inputs: columnsOf(() => [3]), outputs: [{ name: "no" }] }, /^outputs: .*"Absenteeism time in hours"/],
    [{ inputs: [...columnsOf(() => [3]).slice(1), { ...column, name: names[0] }] }, /same length/],
    [
      { inputs: [...columnsOf(() => [3]).slice(1), { ...column, name: names[0], shape: [1, 2], data: [1, 2] }] },
      /n, 1/,
    ],
    [
      { inputs: columnsOf(() => [3]).map((tensor) => ({ ...tensor, datatype: "BYTES", data: ["a", "b", "c"] })) },
      /problems/,
    ],
    [{ inputs: [...columnsOf(() => [3]), column] }, /^inputs: .* "Age" twice$/],
    [{ inputs: [...columnsOf(() => [3]), { ...column, name: "x" }, { ...column, name: "x" }] }, /"x" twice$/],
    [{ inputs: columnsOf(() => [3]), outputs: [{ name: target }, { name: target }] }, /^outputs: .* twice$/],
    [{ inputs: [{ ...column, shape: [3, 19], data: transposed }] }, /rows/],
    [{ inputs: [{ ...column, shape: [2], data: [[1], [2]] }] }, /rows/],
    [{ inputs: [{ ...column, shape: [2, 1], data: [[1], 2] }] }, /rows/],
    [{ inputs: [{ ...column, datatype: "INT64", data: [1.5] }] }, /integers/],
    [{ inputs: [{ ...column, datatype: "BOOL" }] }, /booleans/],
    [{ inputs: [{ ...column, datatype: "BYTES" }] }, /strings/],
    [{ inputs: [{ ...column, datatype: "FP32", data: ["1"] }] }, /numbers/],
    [{ inputs: [{ ...column, parameters: 1 }] }, /"parameters"/],
    [{ inputs: [{ ...column, parameters: { binary_data_size: 8 } }] }, /"binary_data_size"/],
    [{ inputs: [{ ...column, parameters: { content_type: "base64" } }] }, /"content_type"/],
    [{ inputs: [{ ...text, parameters: { content_type: "datetime" } }] }, /"content_type"/],
    [{ inputs: [{ ...text, parameters: { content_type: "base64" } }] }, /base64/],
    [{ inputs: [{ ...text, data: ["/w=="], parameters: { content_type: "base64" } }] }, /UTF-8/],
    [{ inputs: columnsOf(() => [3]), parameters: { content_type: "base64" } }, /^parameters: .*"content_type"/],
  ])("refuses %#", async (body, message) => {
    const response = await api.post(infer, body);
    expect(response).toMatchObject({ status: 400, body: { type: "InvalidInputError" } });
    expect(response.body.error).toMatch(message);
  });

  it("names missing features", async () => {
    const response = await api.post(infer, { inputs: [column] });
    expect(response).toMatchObject({ status: 400, body: { type: "MissingFeaturesError" } });
    expect(response.body.missing).toEqual(names.filter((name) => name !== "Age"));
  });
});

describe("MLflow's protocol", () => {
  const byColumn = Object.fromEntries(names.map((name) => [name, records.map((record) => record[name])]));
  const reversed = [...names].reverse();

  it.each([
    ["dataframe_split", { dataframe_split: { columns: names, data: rows, index: [0, 1, 2] } }],
    [
      "dataframe_split in another order",
      { dataframe_split: { columns: [...reversed, "ID"], data: rows.map((row) => [...row].reverse().concat(7)) } },
    ],
    ["dataframe_records", { dataframe_records: records }],
    ["instances of records", { instances: records }],
    ["instances of rows", { instances: rows }],
    ["inputs by column", { inputs: byColumn }],
    ["inputs by column, n × 1", { inputs: { ...byColumn, Age: records.map(({ Age }) => [Age]) } }],
    ["inputs of rows", { inputs: rows }],
    ["inputs of records", { inputs: records }],
    ["other keys, too", { instances: rows, params: {} }],
  ])("predicts %s", async (_, body) => {
    expect(await api.post("/invocations", body)).toMatchObject({ status: 200, body: { predictions } });
  });

  it.each([
    [null, /dataframe_split, dataframe_records, instances, inputs/],
    [{}, /dataframe_split/],
    [{ instances: rows, inputs: rows }, /instances, inputs/],
    [{ dataframe_split: { data: rows } }, /"columns"/],
    [{ dataframe_split: { columns: names } }, /"data"/],
    [{ dataframe_split: { columns: names, data: [[1]] } }, /19 .* got 1 in row 0$/],
    [{ dataframe_split: { columns: [...names, "Age"], data: rows.map((row) => [...row, 0]) } }, /"Age" twice$/],
    [{ dataframe_split: { columns: [...names, "x", "x"], data: [] } }, /^dataframe_split: .* "x" twice$/],
    [{ instances: rows[0] }, /^instances: .*19 values.* row 0$/],
    [{ inputs: rows[0] }, /^inputs: .*19 values.* row 0$/],
    [{ dataframe_records: {} }, /^dataframe_records: .*array/],
    [{ instances: 3 }, /^instances: .*array/],
    [{ instances: [[1, 2]] }, /19 .* got 2 in row 0$/],
    [{ instances: [rows[0], RECORD] }, /19 .* row 1$/],
    [{ inputs: "x" }, /^inputs: .*array/],
    [{ inputs: { ...byColumn, Age: 3 } }, /"Age"/],
    [{ inputs: { ...byColumn, Age: [1] } }, /same length/],
    [{ dataframe_records: [3] }, /object/],
  ])("refuses %#", async (body, message) => {
    const response = await api.post("/invocations", body);
    expect(response).toMatchObject({ status: 400, body: { type: "InvalidInputError" } });
    expect(response.body.error).toMatch(message);
  });

  it.each([
    [{ inputs: { Age: [1, 2] } }],
    [{ inputs: { Age: [] } }],
    [{ dataframe_split: { columns: ["Age"], data: [] } }],
    [{ dataframe_split: { columns: ["Age"], data: [[1]] } }],
  ])("names missing features: %j", async (body) => {
    const response = await api.post("/invocations", body);
    expect(response).toMatchObject({ status: 400, body: { type: "MissingFeaturesError" } });
    expect(response.body.missing).toHaveLength(18);
  });
});
