// What the command line understands, what it says where it does not, and what it ends with.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { serveOptions } from "../../src/cli/serve/command.js";
import { runHere } from "../support/command-here.js";
import { endAll, run } from "../support/running-command.js";

afterEach(endAll);

/** What a command line that is not understood prints on standard error, and its exit code. */
async function misunderstood(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<[string, number | null]> {
  const { errors, code } = await runHere(args, { env });
  return [errors, code];
}

/** What a service that cannot start prints on standard error, and its exit code. */
async function refused(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<[string, number | null]> {
  const command = run(args, env);
  const { code } = await command.ended;
  return [command.errors(), code];
}

describe("a command line that is not understood", () => {
  it.each([
    [["serve", "--prot", "80"], "unknown option '--prot' (Did you mean --port?)"],
    [["swerve"], "unknown command 'swerve' (Did you mean serve?)"],
    [["serve", "--port", "65536"], "'65536' is invalid. Expected a whole number from 0 to 65535."],
    [["serve", "--workers", "0"], "'0' is invalid. Expected a whole number from 1 to 256."],
    [["serve", "--experiment-alpha", "5"], "'5' is invalid. Expected a number above 0 and below 1, such as 0.05."],
    [["serve", "--grace", "-1"], "'-1' is invalid. Expected a number of seconds above 0, at most 1000000."],
    [
      ["serve", "--redis", "localhost"],
      "'localhost' is invalid. Expected an address that begins with redis:// or rediss://.",
    ],
    [["serve", "--cors-origin", "https://a.example,b"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--cors-origin", "https://a.example/app"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--cors-origin", "ftp://a.example"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--cors-origin", "https://me@a.example"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--cors-origin", "https://*.a.example"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--cors-origin", "*"], "Expected an origin, such as https://app.example.org."],
    [["serve", "--log-level", "loud"], "'loud' is invalid. Allowed choices are debug, info"],
    [["serve", "--watch"], "--watch needs --model"],
    [["serve", "--triggers", "rules.yaml"], "--triggers needs --store"],
    [["serve", "--model", "a.json", "--model", "b=b.json"], "Expected a name for each of several models"],
    [["serve", "--model", "a=a.json", "--model", "a=b.json"], "Expected each name once, got a twice."],
    [["serve", "--model", "a="], "Expected text, got nothing."],
    [["serve", "--shadow", "next.json"], "Expected a name before each value"],
    [["serve", "--model", "a=a.json", "--model", "b=b.json"], "split: expected weights of a, b, got none"],
    [
      ["serve", "--model", "a=a.json,b=b.json", "--split", "a=-1,c=x", "--shadow", "a=c.json", "--subject", "id"],
      'shadows: expected names that no other model has, got "a", split: expected a weight of at least 0, got a=-1',
    ],
    [["predict", "--delimiter", "ab"], "'ab' is invalid."],
    [["predict", "--delimiter", "1"], "'1' is invalid."],
    [["predict", "--decimal", "dot"], "'dot' is invalid. Allowed choices are point, comma"],
    [["predict", "rows.ndjson", "--decimal", "comma"], "--delimiter and --decimal are for CSV"],
    [["predict", "rows.txt"], "the format of rows.txt is not known: pass --format"],
    [["predict", "rows.csv", "--output", "out.csv.gz"], "name it out.csv"],
    [
      ["serve", "--redis", "redis://localhost", "--tls-key", "a"],
      "--redis needs --rate-limit, --tls-key needs --tls-cert",
    ],
  ])("%j", async (args, message) => {
    const [errors, code] = await misunderstood(args);
    expect(errors).toContain(message);
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(code).toBe(2);
  });

  it("is refused by the first of several workers", async () => {
    const [errors, code] = await refused(["serve", "--workers", "2", "--split", "a=1"]);
    expect(errors).toBe('supportvector: split: expected names of models, got the unknown name "a"\n');
    expect(code).toBe(2);
  });

  it("names the variable of the environment", async () => {
    const [errors, code] = await misunderstood(["serve"], { SUPPORTVECTOR_RATE_LIMIT: "many" });
    expect(errors).toContain("'many' from env 'SUPPORTVECTOR_RATE_LIMIT' is invalid");
    expect(code).toBe(2);
  });

  it("takes a switch in the environment by its value, and a flag before it", async () => {
    const env = { SUPPORTVECTOR_ALLOW_UNAUTHENTICATED: "false" };
    expect((await refused(["serve", "--host", "0.0.0.0"], env))[0]).toContain("expected API keys");
    const on = { SUPPORTVECTOR_ALLOW_UNAUTHENTICATED: "true" };
    const overruled = ["serve", "--host", "0.0.0.0", "--allow-unauthenticated=false"];
    expect((await refused(overruled, on))[0]).toContain("expected API keys");
  });

  it("shows the commands if none is named", async () => {
    const [errors, code] = await misunderstood([]);
    expect(errors).toContain("Usage: supportvector");
    expect(code).toBe(2);
  });
});

describe("a service that cannot start", () => {
  it.each([
    [
      ["--host", "0.0.0.0"],
      ["0.0.0.0", "API_KEYS", "--api-keys-file", "--allow-unauthenticated"],
    ],
    [
      ["--host", "::", "--workers", "2"],
      ["::", "API_KEYS"],
    ],
    [["--host", "host.invalid"], ["host.invalid"]],
    [
      ["--host", "192.0.2.1", "--allow-unauthenticated"],
      ["192.0.2.1", "--host"],
    ],
    [
      ["--audit", "/nowhere/audit", "--log-file", "/nowhere/log"],
      ["--audit", "/nowhere/audit", "ENOENT", "--log-file", "/nowhere/log"],
    ],
    [
      ["--audit", "/dev/null"],
      ["--audit", "/dev/null", "regular file"],
    ],
    [
      ["--tls-cert", "package.json", "--tls-key", "package.json"],
      ["certificate", "private key", "PEM"],
    ],
    [
      ["--api-keys-file", "nowhere"],
      ["--api-keys-file", "nowhere", "ENOENT"],
    ],
  ])("%j", async (args, named) => {
    const [errors, code] = await refused(["serve", "--port", "0", ...args]);
    for (const part of named) expect(errors).toContain(part);
    expect(errors).toMatch(/^supportvector: [^\n]+\n$/);
    expect(code).toBe(1);
  });

  it("names a short key by its place alone", async () => {
    const [errors, code] = await refused(["serve"], { API_KEYS: "alice:opensesame" });
    for (const part of ["16 to 255", "10", "1"]) expect(errors).toContain(part);
    expect(errors).not.toContain("opensesame");
    expect(code).toBe(1);
  });

  it.each([["1"], ["2"]])("because its port is in use, with --workers %s", async (workers) => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const [errors, code] = await refused(["serve", "--port", `${port}`, "--workers", workers]);
    other.close();
    expect(errors).toMatch(new RegExp(`^supportvector: [^\\n]*${port}[^\\n]*127\\.0\\.0\\.1[^\\n]*--port[^\\n]*\\n$`));
    expect(code).toBe(1);
  });
});

describe("docs/cli.md", () => {
  const [, text = ""] = readFileSync(new URL("../../docs/cli.md", import.meta.url), "utf8").split(
    /^## `supportvector serve`$/m,
  );

  it.each(serveOptions().map((option) => [option.flags, option.envVar] as const))(
    "has a row for %s",
    (flags, variable) => {
      const flag = flags.replace(" [true|false]", "");
      expect(text).toMatch(new RegExp(`^\\| \`${flag}\` \\| \`${variable}\` \\|`, "m"));
    },
  );

  it("has no row for another", () => {
    expect(text.match(/^\| `--/gm)).toHaveLength(serveOptions().length);
  });
});
