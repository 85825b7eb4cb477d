// The OpenAPI document is valid and complete, and its examples work. Its page only needs its style
// sheet.

import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadModel } from "../../src/index.js";
import { presentModel } from "../../src/service/model/served-model.js";
import { describeApi } from "../../src/service/openapi/document.js";
import { renderPage } from "../../src/service/openapi/page.js";
import { readFixture } from "../support/fixtures.js";
import { type RunningService, startService, stopServices } from "../support/service.js";
import { tinyModel } from "../support/tiny-model.js";

let api: RunningService;
// biome-ignore lint/suspicious/noExplicitAny: a parsed document
let document: any;
beforeAll(async () => {
  api = await startService();
  document = (await api.ask("/openapi.json")).body;
});
afterAll(stopServices);

// biome-ignore lint/suspicious/noExplicitAny: as above
type Methods = Record<string, any>;

const tiny = presentModel(loadModel(tinyModel()));
const several = presentModel(loadModel(readFixture("multi_output").model, { targets: "any" }));

describe("the document", () => {
  it.each([
    ["of the included model", () => document],
    ["of another", () => describeApi(tiny, "/tiny", true)],
    ["of a model with several targets", () => describeApi(several, "", false)],
    ["without a model", () => describeApi(undefined, "", true)],
  ])("is valid: %s", async (_, made) => {
    const result = await new Validator().validate(structuredClone(made()));
    expect(result).toEqual({ valid: true });
  });

  it("describes all endpoints, and no others", async () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const { body } = await api.ask("/nothing");
    expect(described.sort()).toEqual([...body.available_endpoints].sort());
  });

  it("describes the endpoints of a store, if there is one", async () => {
    const made = describeApi(tiny, "", true, undefined, true);
    expect(await new Validator().validate(structuredClone(made))).toEqual({ valid: true });
    const added = Object.keys(made.paths).filter((path) => !(path in document.paths));
    expect(added).toEqual(["/feedback", "/subjects/{subject}"]);
    const { PredictionResponse, Predictions, Feedback } = made.components.schemas as Record<string, object>;
    expect(PredictionResponse).toHaveProperty("properties.id");
    expect(Predictions).toHaveProperty("properties.ids");
    expect(Feedback).toMatchObject({ required: ["id", "actual"], properties: { actual: { type: "number" } } });
  });

  it("describes explanations, if the service explains", async () => {
    for (const model of [tiny, several]) {
      const made = describeApi(model, "", true, undefined, false, true);
      expect(await new Validator().validate(structuredClone(made))).toEqual({ valid: true });
      expect(Object.keys(made.paths).filter((path) => !(path in document.paths))).toEqual(["/explain"]);
    }
  });

  it("describes the endpoints of an experiment, if there are a store and several variants", async () => {
    const made = describeApi(tiny, "", true, [tiny, tiny], true);
    expect(await new Validator().validate(structuredClone(made))).toEqual({ valid: true });
    const added = Object.keys(made.paths).filter((path) => !(path in document.paths));
    expect(added.filter((path) => path.startsWith("/experiment"))).toEqual([
      "/experiment",
      "/experiment/promote",
      "/experiment/undo",
    ]);
    expect(Object.keys(describeApi(tiny, "", true, [tiny, tiny]).paths)).toEqual(Object.keys(document.paths));
  });

  it("has the model's own schema of a record", async () => {
    const { $schema: _, ...schema } = api.service.models.served!.model.inputSchema;
    expect(document.components.schemas.Record).toMatchObject(schema);
  });

  it("has the prediction of several targets as an object", () => {
    const { schemas } = describeApi(several, "", false).components;
    expect(schemas).toMatchObject({ Prediction: { type: "object" } });
  });

  it("says where no key is needed", () => {
    const open = Object.entries(describeApi(tiny, "", true).paths).filter(([, { get }]) => get?.security);
    expect(open.map(([path]) => path)).toEqual(["/health", "/live", "/ready", "/v2/health/live", "/v2/health/ready"]);
  });
});

describe("the examples", () => {
  it("work, and responses match their schemas", async () => {
    const ajv = new Ajv2020({ strict: false, formats: { "date-time": true } });
    ajv.addSchema({ $id: "document", ...document });
    const explaining = await startService({ explain: true });
    const described = (await explaining.ask("/openapi.json")).body;
    ajv.addSchema({ $id: "explaining", ...described });
    const { schema, examples: records } = described.paths["/explain"].post.requestBody.content["application/json"];
    const explained = await explaining.post("/explain", records.record.value);
    expect(ajv.getSchema(`explaining${schema.$ref}`)!(records.record.value)).toBe(true);
    const validate = ajv.getSchema("explaining#/components/schemas/ExplanationResponse")!;
    expect(validate(explained.body) || validate.errors).toBe(true);
    let examples = 0;
    for (const [template, methods] of Object.entries<Methods>(document.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const path = template.replace("{name}", "absenteeism").replace("{version}", document.info.version);
        const body = operation["requestBody"]?.["content"]["application/json"];
        const values = body ? Object.values<{ value: unknown }>(body["examples"]) : [undefined];
        for (const example of values) {
          const response = example
            ? await api.post(path, example.value)
            : await api.ask(path, { method: method.toUpperCase() });
          expect(response.status, `${path} ${response.text}`).toBe(200);
          if (body) expect(check(ajv, body["schema"], example?.value)).toEqual([]);
          const schema = operation["responses"]["200"]["content"]["application/json"]?.["schema"];
          if (schema) expect(check(ajv, schema, response.body), path).toEqual([]);
          examples++;
        }
      }
    expect(examples).toBeGreaterThanOrEqual(25);
  });
});

/** Returns the problems of a value by a schema of the document. */
function check(ajv: Ajv2020, schema: { $ref: string }, value: unknown): unknown[] {
  const validate = ajv.getSchema(`document${schema.$ref}`)!;
  return validate(value) ? [] : validate.errors!;
}

describe("the page", () => {
  it("has no external resources, no script and no inline style", async () => {
    const { text, headers } = await api.ask("/docs");
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(text).not.toMatch(/<script|<style|style=|\son\w+=|https?:\/\/(?!127\.0\.0\.1)/);
    expect([...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link)).toEqual([
      "docs/style.css",
      "openapi.json",
    ]);
    const style = await api.ask("/docs/style.css");
    expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(style.text).not.toMatch(/url\(|@import/);
  });

  it("shows a command for the address that it was read from", async () => {
    const { text } = await api.ask("/docs");
    expect(text).toContain(`curl &#39;http://127.0.0.1:${api.port}/predict&#39;`);
    const other = renderPage(describeApi(tiny, "/tiny", false), "https://a';b");
    expect(other).toContain("curl &#39;https://a&#39;\\&#39;&#39;;b/tiny/predict&#39;");
  });

  it("names all inputs and endpoints", async () => {
    const { text } = await api.ask("/docs");
    for (const { name } of api.service.models.served!.model.inputs)
      expect(text).toContain(`<th scope="row">${name}</th>`);
    for (const path of Object.keys(document.paths)) expect(text).toContain(path);
  });

  it("escapes names that look like HTML", async () => {
    const model = loadModel(tinyModel((file) => Object.assign(file.metadata, { name: `<img src=x onerror="a">'&` })));
    const other = await startService({ model });
    const { text } = await other.ask("/docs");
    expect(text).toContain("<h1>&lt;img src=x onerror=&quot;a&quot;&gt;&#39;&amp;</h1>");
    expect(text).not.toContain("<img");
  });
});
