// deploy/alerts.yml and deploy/grafana.json: Prometheus takes the rules, and a real one has an
// answer to every query of the dashboard.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support/installed-package.js";
import { needs } from "../support/programs.js";
import { until } from "../support/running-command.js";
import { startService } from "../support/service.js";
import { typeCheck } from "../support/type-check.js";
import { TINY_RECORD, variantModel, watchedModel } from "../support/variants.js";

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat?: string }[];
}

const pathOf = (name: string): string => join(ROOT, "deploy", name);
const read = (name: string): string => readFileSync(pathOf(name), "utf8");
const { panels }: { readonly panels: readonly Panel[] } = JSON.parse(read("grafana.json"));
const queries = panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));

describe("deploy/alerts.yml", needs("promtool"), () => {
  const tests = ["alerts.test.yml", "alerts-week.test.yml"];

  it("fires when it should", () => {
    const output = `${execFileSync("promtool", ["test", "rules", ...tests.map(pathOf)])}`;
    expect(output.match(/SUCCESS/g)).toHaveLength(tests.length);
  });

  it("has a test of each alert", () => {
    const alerts = [...read("alerts.yml").matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const cases = tests.flatMap((name) => {
      const file = parse(read(name)) as { tests: { alert_rule_test: { alertname: string; exp_alerts?: unknown }[] }[] };
      return file.tests.flatMap(({ alert_rule_test }) => alert_rule_test);
    });
    const firing = cases.filter(({ exp_alerts }) => exp_alerts).map(({ alertname }) => alertname);
    expect(firing.sort()).toEqual(alerts.sort());
  });
});

describe("deploy/grafana.json", () => {
  it("is a dashboard", () => {
    const program = `import type { Dashboard } from "@grafana/schema";
      export const dashboard: Dashboard = ${read("grafana.json")};`;
    expect(typeCheck({ "generated/dashboard.ts": program })).toEqual([]);
  });

  it("has panels side by side", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describe("Prometheus", needs("prometheus"), () => {
  let folder: string;
  let ask: (query: string) => Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  let stop: () => Promise<unknown>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "supportvector-prometheus-"));
    const triggers = join(folder, "rules.yaml");
    const action = "{ command: { run: ['true'] } }";
    writeFileSync(triggers, `triggers: [{ name: retrain, when: { schedule: { every: 1 day } }, then: ${action} }]`);
    const service = await startService({
      models: { champion: watchedModel(3), challenger: watchedModel(5) },
      split: { champion: 1, challenger: 1 },
      shadows: { next: variantModel(7) },
      subject: "header:X-User",
      driftWindow: 1000,
      store: { location: join(folder, "store.db") },
      triggers,
    });
    const targets = [`127.0.0.1:${service.port}`];
    const configuration = {
      global: { scrape_interval: "200ms" },
      rule_files: [pathOf("alerts.yml")],
      scrape_configs: [{ job_name: "supportvector", static_configs: [{ targets }] }],
    };
    // YAML includes JSON.
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(configuration));
    const port = await getPort();
    const address = `127.0.0.1:${port}`;
    const paths = [`--config.file=${join(folder, "prometheus.yml")}`, `--storage.tsdb.path=${join(folder, "data")}`];
    const prometheus = spawn("prometheus", [...paths, `--web.listen-address=${address}`], { stdio: "ignore" });
    stop = async () => {
      prometheus.kill();
      await Promise.all([once(prometheus, "exit"), service.stop()]);
    };
    ask = async (query) => {
      const response = await fetch(`http://${address}/api/v1/query?${new URLSearchParams({ query })}`);
      const { status, error, data } = (await response.json()) as { status: string; error?: string; data: never };
      if (status !== "success") throw new Error(error);
      return (data as { result: never }).result;
    };
    const scraped = async (): Promise<boolean> => (await ask("up == 1").catch(() => [])).length > 0;
    await until(scraped, 20_000);
    // A rate needs two values of a series that differ.
    for (let i = 0; i < 20; i++) {
      for (const user of ["", "a", "b", "c", "d"]) await service.post("/predict", TINY_RECORD, { "X-User": user });
      await service.post("/batch_predict", { instances: new Array(120).fill(TINY_RECORD) }, { "X-User": "a" });
      await service.post("/predict", {});
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until(async () => (await ask("supportvector_drift_psi")).length > 1);
  });
  afterAll(async () => {
    await stop?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(queries)("answers what the panel asks: $title", async ({ expr, legendFormat = "" }) => {
    const result = await ask(expr.replaceAll("$__rate_interval", "1m").replaceAll("$job", "supportvector"));
    expect(result.length).toBeGreaterThan(0);
    expect(result.some(({ value }) => Number.isFinite(Number(value[1])))).toBe(true);
    const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!);
    // The models here have one target, which has no label.
    for (const label of labels.filter((name) => name !== "target")) expect(result[0]!.metric).toHaveProperty(label);
  });

  it("knows each metric that an alert has", async () => {
    const names = new Set(read("alerts.yml").match(/\bsupportvector_\w+/g));
    for (const name of names) {
      const found = await ask(`{__name__=~"${name}(_count)?"}`);
      expect([name, found.length > 0]).toEqual([name, true]);
    }
  });
});
