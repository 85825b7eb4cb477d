// compose.yaml, deploy/prometheus.yml and deploy/kubernetes.yaml: what they name exists in the
// service, and the command understands their variables.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { serveOptions } from "../../src/cli/serve/command.js";
import { ROOT } from "../support/installed-package.js";
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
    expect(objects.map(({ kind }) => kind)).toEqual(["Deployment", "Service", "HorizontalPodAutoscaler"]);
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
    expect(container.resources.limits).toHaveProperty("memory");
    expect(container.resources.requests).toHaveProperty("cpu");
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
  });

  it("sets variables that the command knows", () => {
    for (const { name } of container.env) expect(VARIABLES).toContain(name);
  });
});

describe("compose.yaml", () => {
  const { services }: Manifest = parse(read("compose.yaml"));

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
    const [configuration, key] = services.prometheus.volumes.map((volume: string) => volume.split(":"));
    expect(existsSync(join(ROOT, configuration[0]))).toBe(true);
    const { scrape_configs }: Manifest = parse(read(configuration[0]));
    const [{ metrics_path, authorization, static_configs }] = scrape_configs;
    expect(authorization.credentials_file).toBe(key[1]);
    expect((await service.ask(metrics_path)).status).toBe(200);
    const [host, port] = static_configs[0].targets[0].split(":");
    expect(services[host].ports).toContain(`${port}:${port}`);
  });
});
