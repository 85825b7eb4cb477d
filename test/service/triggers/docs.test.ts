// The code of docs/triggers.md: its rules can be read, its receiver verifies, and its command sends
// what GitHub wants.

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { perform } from "../../../src/service/triggers/actions.js";
import { readRules } from "../../../src/service/triggers/rules.js";
import schema from "../../../src/service/triggers/rules.schema.json";
import { decodeSecret, signatureHeaders } from "../../../src/service/triggers/signature.js";
import { readPages } from "../../support/pages.js";
import { SECRET } from "./receiver.js";

const { text, blocks } = readPages().find(({ path }) => path === "docs/triggers.md")!;
const folder = mkdtempSync(join(tmpdir(), "supportvector-triggers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = blocks.filter(({ code }) => code.startsWith("triggers:")).map(({ code }) => code);
const read = (code: string) => {
  const file = join(folder, "rules.yaml");
  writeFileSync(file, code);
  const env = { PATH: `${folder}:${process.env["PATH"]}`, WEBHOOK_SECRET: SECRET, GH_TOKEN: "t" };
  return readRules(file, env, true);
};

it("has rules that can be read", async () => {
  const rules = [];
  for (const code of files) rules.push(...(await read(code)).rules);
  expect(rules.map(({ name }) => name)).toEqual(["drifted", "worse", "quarterly", "retrain"]);
});

it("documents every key", () => {
  const keys = [...JSON.stringify(schema).matchAll(/"(\w+)":\{"(?:description|\$ref|type|enum)/g)].map(
    ([, key]) => key!,
  );
  const undocumented = keys.filter((key) => !text.includes(`\`${key}\``) && !text.includes(`${key}:`));
  // A definition, and a word of JSON Schema.
  expect(new Set(undocumented)).toEqual(new Set(["items", "duration"]));
});

it("verifies a request", async () => {
  const file = join(folder, "verify.mjs");
  writeFileSync(file, blocks.find(({ file }) => file === "verify.js")!.code);
  const { verify } = await import(pathToFileURL(file).href);
  const headers = signatureHeaders(decodeSecret(SECRET)!, "id", Date.now(), "{}");
  expect(verify(SECRET, headers, "{}")).toBe(true);
  expect(verify(SECRET, { ...headers, "webhook-signature": `v1,AA== ${headers["webhook-signature"]}` }, "{}")).toBe(
    true,
  );
  expect(verify(SECRET, headers, "{ }")).toBe(false);
  expect(verify(SECRET, { ...headers, "webhook-id": "other" }, "{}")).toBe(false);
  expect(verify(SECRET, {}, "{}")).toBe(false);
  expect(verify(SECRET, signatureHeaders(decodeSecret(SECRET)!, "id", Date.now() - 301_000, "{}"), "{}")).toBe(false);
});

it("sends a body that GitHub wants", async () => {
  const sent = join(folder, "sent");
  writeFileSync(join(folder, "gh"), `#!/bin/sh\necho "$GH_TOKEN $*" > ${sent}\ncat >> ${sent}\n`);
  chmodSync(join(folder, "gh"), 0o755);
  const { action } = (await read(files[1]!)).rules[0]!;
  const event = JSON.stringify({ id: "a", data: { trigger: 'It\'s %s "quoted" \\n' } });
  expect(await perform(action, "a", event, 0, new AbortController().signal)).toEqual({ result: "delivered" });
  const [first, ...body] = readFileSync(sent, "utf8").split("\n");
  expect(first).toBe("t api repos/OWNER/REPOSITORY/dispatches --input -");
  expect(JSON.parse(body.join("\n"))).toEqual({ event_type: "retrain", client_payload: JSON.parse(event) });
});
