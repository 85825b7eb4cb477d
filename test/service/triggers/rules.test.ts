// Files of rules: what they say, and every message about those that cannot be used.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRules } from "../../../src/service/triggers/rules.js";
import { TriggerRulesError } from "../../../src/service/triggers/rules-error.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ENV = { PATH: "/bin", SECRET, TOKEN: "t", WEAK: "password" };
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), "supportvector-rules-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string, watchesDrift = true) => {
  const file = join(folder, "rules.yaml");
  writeFileSync(file, text);
  return readRules(file, ENV, watchesDrift);
};

/** Returns the message, without the path of the folder. */
const problemsOf = async (text: string, watchesDrift = true): Promise<string> => {
  const error: unknown = await read(text, watchesDrift).catch((thrown) => thrown);
  if (!(error instanceof TriggerRulesError)) throw error;
  expect(error.code).toBe("TRIGGER_RULES_INVALID");
  return error.message.replaceAll(`${folder}/`, "");
};

describe("rules", () => {
  it("say when triggers fire, and what happens then", async () => {
    writeFileSync(join(folder, "secret"), `${SECRET}\n`);
    const { source, rules } = await read(`
triggers:
  - name: drifted
    when:
      drift: { psi: 0.2, adjusted_p_value: 0.01, inputs: 3, windows: 2 }
    cooldown: 7 days
    then:
      webhook: { url: "https://example.org/hook", secret_env: SECRET }
  - name: worse
    when: { errors: { mae: above reference, alpha: 0.01 } }
    then: { webhook: { url: "http://127.0.0.1:1/", secret_file: ${folder}/secret, timeout: 5 seconds } }
  - name: quarterly
    when: { schedule: { every: 90 days } }
    then: { command: { run: [gh, api], env: [TOKEN] } }
`);
    const secret = Buffer.from("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0", "hex");
    expect(source).toBe("/supportvector");
    expect(rules).toEqual([
      {
        name: "drifted",
        condition: { kind: "drift", psi: 0.2, adjustedPValue: 0.01, inputs: 3, windows: 2 },
        cooldown: 7 * DAY,
        action: { kind: "webhook", url: "https://example.org/hook", secret, timeout: 30_000 },
      },
      {
        name: "worse",
        condition: { kind: "errors", alpha: 0.01 },
        cooldown: DAY,
        action: { kind: "webhook", url: "http://127.0.0.1:1/", secret, timeout: 5000 },
      },
      {
        name: "quarterly",
        condition: { kind: "schedule" },
        cooldown: 90 * DAY,
        action: { kind: "command", run: ["gh", "api"], env: { PATH: "/bin", TOKEN: "t" }, timeout: 600_000 },
      },
    ]);
  });
});

describe("the message about rules", () => {
  it("has every problem of the schema with its line", async () => {
    expect(
      await problemsOf(`sauce: here
source: a b
triggers:
  - name: 1st
    when: { drift: { psi: 0, inputs: 1.5, windows: 0, p: 1 }, errors: { mae: 3, alpha: 1 } }
    cooldown: a day
    then: {}
  - name: [x]
    when: { schedule: { every: 90 } }
  - when: { schedule: {} }
    then: { command: { run: [] } }
`),
    ).toMatchInlineSnapshot(`
      "The triggers cannot be used:
      rules.yaml:1: /sauce: expected one of the keys source, triggers, got another one
      rules.yaml:2: /source: expected a URI reference without spaces, got "a b"
      rules.yaml:4: /triggers/0/name: expected a letter and up to 63 of A-Z a-z 0-9 _ -, got "1st"
      rules.yaml:5: /triggers/0/when: expected exactly one of drift, errors, schedule, got 2
      rules.yaml:5: /triggers/0/when/drift/p: expected one of the keys psi, adjusted_p_value, inputs, windows, got another one
      rules.yaml:5: /triggers/0/when/drift/psi: expected a number above 0, got 0
      rules.yaml:5: /triggers/0/when/drift/inputs: expected an integer, got 1.5
      rules.yaml:5: /triggers/0/when/drift/windows: expected a number of at least 1, got 0
      rules.yaml:5: /triggers/0/when/errors/mae: expected "above reference", got 3
      rules.yaml:5: /triggers/0/when/errors/alpha: expected a number below 1, got 1
      rules.yaml:6: /triggers/0/cooldown: expected a number and a unit from second to week, such as 90 days, got "a day"
      rules.yaml:7: /triggers/0/then: expected exactly one of webhook, command, got 0
      rules.yaml:8: /triggers/1: expected the key then, got none
      rules.yaml:8: /triggers/1/name: expected a letter and up to 63 of A-Z a-z 0-9 _ -, got a list
      rules.yaml:9: /triggers/1/when/schedule/every: expected a number and a unit from second to week, such as 90 days, got 90
      rules.yaml:10: /triggers/2: expected the key name, got none
      rules.yaml:10: /triggers/2/when/schedule: expected the key every, got none
      rules.yaml:11: /triggers/2/then/command/run: expected at least one item, got none"
    `);
  });

  it("has every problem that the schema cannot see", async () => {
    expect(
      await problemsOf(
        `triggers:
  - name: a
    when: { drift: { psi: 0.2 } }
    then: { webhook: { url: "ftp://example.org", secret_env: NONE } }
  - name: a
    when: { schedule: { every: 1 week } }
    cooldown: 1 day
    then: { webhook: { url: "https://me:secret@example.org", secret_env: WEAK, timeout: 301 seconds } }
  - name: b
    when: { errors: { mae: above reference } }
    then: { webhook: { url: "https://example.org" } }
  - name: c
    when: { errors: { mae: above reference } }
    then:
      webhook:
        url: https://example.org
        secret_file: /nowhere
  - name: d
    when: { errors: { mae: above reference } }
    then:
      command:
        run: [retrain]
        timeout: 25 hours
        env:
          - NONE
`,
        false,
      ),
    ).toMatchInlineSnapshot(`
      "The triggers cannot be used:
      rules.yaml:3: /triggers/0/when/drift: expected a service that watches drift: give --drift-window
      rules.yaml:4: /triggers/0/then/webhook/url: expected an http or https URL without a user and password, got another text
      rules.yaml:4: /triggers/0/then/webhook/secret_env: expected the variable NONE, which is not set
      rules.yaml:5: /triggers/1/name: expected a name that no other trigger has, got "a"
      rules.yaml:7: /triggers/1/cooldown: expected none beside a schedule, which has the same effect
      rules.yaml:8: /triggers/1/then/webhook/url: expected an http or https URL without a user and password, got another text
      rules.yaml:8: /triggers/1/then/webhook/secret_env: expected a secret of whsec_ and 24 to 64 bytes in base64, got another text
      rules.yaml:8: /triggers/1/then/webhook/timeout: expected at most 5 minutes, got more
      rules.yaml:11: /triggers/2/then/webhook: expected exactly one of secret_env and secret_file
      rules.yaml:17: /triggers/3/then/webhook/secret_file: expected a file that can be read, got ENOENT
      rules.yaml:25: /triggers/4/then/command/env/0: expected the variable NONE, which is not set
      rules.yaml:23: /triggers/4/then/command/timeout: expected at most 1 day, got more"
    `);
  });

  it.each([
    ["no YAML", "triggers: [\n  a: b: c\n"],
    ["a key twice", "triggers: []\ntriggers: []\n"],
    ["an alias of nothing", "triggers: *a\n"],
    ["nothing", ""],
    ["a bomb of aliases", `a: &a [${"x,".repeat(99)}]\nb: &b [${"*a,".repeat(99)}]\ntriggers: [${"*b,".repeat(99)}]\n`],
  ])("is about %s", async (_name, text) => {
    expect(await problemsOf(text)).toMatchSnapshot();
  });

  it("takes no inherited property for a variable", async () => {
    expect(
      await problemsOf(`triggers:
  - name: a
    when: { schedule: { every: 1 week } }
    then: { webhook: { url: "https://example.org", secret_env: toString } }
  - name: b
    when: { schedule: { every: 1 week } }
    then: { command: { run: [retrain], env: [__proto__] } }
`),
    ).toMatchInlineSnapshot(`
      "The triggers cannot be used:
      rules.yaml:4: /triggers/0/then/webhook/secret_env: expected the variable toString, which is not set
      rules.yaml:7: /triggers/1/then/command/env/0: expected the variable __proto__, which is not set"
    `);
  });

  it("is about programs that no system can start", async () => {
    expect(
      await problemsOf(`triggers:
  - name: a
    when: { schedule: { every: 1 week } }
    then: { command: { run: ["", ""] } }
  - name: b
    when: { schedule: { every: 1 week } }
    then: { command: { run: ["a\\0b", "a\\0b"] } }
`),
    ).toMatchInlineSnapshot(`
      "The triggers cannot be used:
      rules.yaml:4: /triggers/0/then/command/run/0: expected a program, got ""
      rules.yaml:7: /triggers/1/then/command/run/0: expected a program, got "a\\u0000b"
      rules.yaml:7: /triggers/1/then/command/run/1: expected text without NUL, got "a\\u0000b""
    `);
  });

  it("is about the length of a file that is too long", async () => {
    expect(await problemsOf(`triggers: []\n${"#".repeat(65_536)}`)).toMatch(/:1: expected at most 65536 .* got 65549:/);
  });

  it("shows no secret", async () => {
    const message = await problemsOf(
      "triggers: [{ name: a, when: { schedule: { every: 1 day } }, then: { webhook: { url: 'https://a:hunter2@b', secret_env: WEAK } } }]",
    );
    expect(message).not.toMatch(/hunter2|"password"/);
  });
});
