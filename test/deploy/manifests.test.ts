// compose.yaml, deploy/prometheus.yml and deploy/kubernetes.yaml: what they name exists in the
// service, and the command understands their variables.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { serveOptions } from "../../src/cli/serve/command.js";
import { ROOT } from "../support/installed-package.js";
import { needs } from "../support/programs.js";
import { until } from "../support/running-command.js";
import { type RunningService, startService } from "../support/service.js";

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
type Manifest = any;

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const VARIABLES = new Set(["API_KEYS", ...serveOptions().map(({ envVar }) => envVar)]);

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe("deploy/kubernetes.yaml", () => {
  const documents = parseAllDocuments(read("deploy/kubernetes.yaml"));
  const objects: Manifest[] = documents.map((document) => document.toJS());
  const of = (kind: string): Manifest => objects.find((object) => object.kind === kind);
  const pod = of("Deployment").spec.template.spec;
  const [container] = pod.containers;

  it("is YAML", () => {
    expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual([
      "Deployment",
      "Service",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "NetworkPolicy",
    ]);
  });

  it.each(["startupProbe", "livenessProbe", "readinessProbe"])(
    "asks for what the service serves: %s",
    async (probe) => {
      const { path, port } = container[probe].httpGet;
      expect((await service.ask(path)).status).toBe(200);
      expect(container.ports.map(({ name }: Manifest) => name)).toContain(port);
    },
  );

  it("limits what a container may take and do", () => {
    for (const amounts of Object.values(container.resources))
      expect(Object.keys(amounts as object)).toEqual(["cpu", "memory", "ephemeral-storage"]);
    expect(pod.securityContext.runAsNonRoot).toBe(true);
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  });

  it("gives a pod time to end", () => {
    const grace = serveOptions().find(({ long }) => long === "--grace")!.defaultValue / 1000;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(container.lifecycle.preStop.sleep.seconds + grace);
  });

  it("connects its objects", () => {
    const { labels } = of("Deployment").spec.template.metadata;
    expect(labels).toMatchObject(of("Deployment").spec.selector.matchLabels);
    expect(labels).toMatchObject(of("Service").spec.selector);
    expect(of("Service").spec.ports[0].targetPort).toBe(container.ports[0].name);
    expect(of("HorizontalPodAutoscaler").spec.scaleTargetRef.name).toBe(of("Deployment").metadata.name);
    expect(labels).toMatchObject(of("PodDisruptionBudget").spec.selector.matchLabels);
    expect(labels).toMatchObject(of("NetworkPolicy").spec.podSelector.matchLabels);
  });

  it("lets requests in at the port of the service, and nothing out", () => {
    const { policyTypes, ingress, egress } = of("NetworkPolicy").spec;
    expect(policyTypes).toEqual(["Ingress", "Egress"]);
    expect(ingress).toEqual([{ ports: [{ protocol: "TCP", port: container.ports[0].name }] }]);
    expect(egress).toEqual([]);
  });

  it("keeps a pod while nodes are drained", () => {
    const { maxUnavailable } = of("PodDisruptionBudget").spec;
    expect(maxUnavailable).toBeLessThan(of("HorizontalPodAutoscaler").spec.minReplicas);
  });

  it("sets variables that the command knows", () => {
    for (const { name } of container.env) expect(VARIABLES).toContain(name);
  });
});

describe("compose.yaml", () => {
  const { services, networks }: Manifest = parse(read("compose.yaml"), { merge: true });

  it.each(Object.keys(services))("limits what a container may take and do: %s", (name) => {
    const service = services[name];
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    expect(service.mem_limit).toMatch(/^\d+m$/);
    expect(service.pids_limit).toBeGreaterThan(0);
  });

  it(
    "lets only the service reach Redis, by a password that no list of processes shows",
    needs("redis-server"),
    async () => {
      for (const name of services.redis.networks) expect(networks[name]).toEqual({ internal: true });
      expect(services.redis.ports).toBeUndefined();
      expect(services.prometheus.networks ?? []).not.toContain(services.redis.networks[0]);

      const port = await getPort();
      const insert = (text: string): string => text.replace(/\$\{REDIS_PASSWORD[^}]*\}/, "secret4711");
      const [program, ...args] = services.redis.command.map(insert);
      const redis = spawn(program, [...args, "--port", `${port}`, "--bind", "127.0.0.1"]);
      try {
        let printed = "";
        redis.stdout.on("data", (text) => (printed += text));
        await until(() => printed.includes("Ready to accept connections"));
        expect(readFileSync(`/proc/${redis.pid}/cmdline`, "utf8")).not.toContain("secret4711");
        const logBy = async (url: string): Promise<string> => {
          const limited = await startService({ rateLimit: { max: 1, redis: url } });
          await limited.ask("/model_info");
          return limited.stop();
        };
        const url = insert(services.service.environment.SUPPORTVECTOR_REDIS).replace("redis:6379", `127.0.0.1:${port}`);
        expect(await logBy(url)).not.toContain("Redis does not count");
        expect(await logBy(`redis://127.0.0.1:${port}`)).toContain("Redis does not count");
      } finally {
        redis.kill();
      }
    },
  );

  it("sets variables that the command knows", () => {
    for (const name of Object.keys(services.service.environment)) expect(VARIABLES).toContain(name);
  });

  it("connects its services", () => {
    const { SUPPORTVECTOR_REDIS: redis } = services.service.environment;
    expect(services).toHaveProperty(new URL(redis).hostname);
    for (const { depends_on = [] } of Object.values<Manifest>(services))
      for (const name of depends_on) expect(services).toHaveProperty(name);
  });

  it("hands Prometheus what it reads", async () => {
    const [configuration, alerts, key, data] = services.prometheus.volumes.map((volume: string) => volume.split(":"));
    for (const [file] of [configuration, alerts]) expect(existsSync(join(ROOT, file))).toBe(true);
    const { rule_files, scrape_configs }: Manifest = parse(read(configuration[0]));
    expect(rule_files.map((name: string) => join(dirname(configuration[1]), name))).toEqual([alerts[1]]);
    const [{ metrics_path, authorization, static_configs }] = scrape_configs;
    expect(authorization.credentials_file).toBe(key[1]);
    expect((await service.ask(metrics_path)).status).toBe(200);
    const [host, port] = static_configs[0].targets[0].split(":");
    expect(services[host].ports).toContain(`${port}:${port}`);
    expect(services.prometheus.command).toContain(`--config.file=${configuration[1]}`);
    expect(services.prometheus.command).toContain(`--storage.tsdb.path=${data[1]}`);
  });
});
