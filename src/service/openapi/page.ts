// The OpenAPI document as a page: plain HTML and one style sheet, so that the strictest
// Content-Security-Policy allows it.

import { escapeHtml } from "../html.js";
import type { ApiDocument } from "./document.js";
import type { Operation } from "./paths.js";

type Input = Readonly<Record<string, unknown>>;

/**
 * Returns the page.
 *
 * @param origin of the service, as the reader reached it: `http://localhost:5000`
 */
export function renderPage({ info, paths, tags, components, security, servers }: ApiDocument, origin: string): string {
  const { properties = {}, examples } = components.schemas.Record;
  const [example] = (examples ?? []) as readonly object[];
  const inputs = Object.entries(properties as Readonly<Record<string, Input>>);
  const groups = (tags as readonly { name: string; description: string }[]).map((tag) => renderGroup(tag, paths));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}</title>
<link rel="stylesheet" href="docs/style.css">
</head>
<body>
<header>
<h1>${escapeHtml(info.title)}</h1>
<p>${escapeHtml(info.description)}</p>
<p>Version ${escapeHtml(info.version)} · <a href="openapi.json">OpenAPI document</a></p>
</header>
<main>
<section aria-labelledby="try">
<h2 id="try">Try it</h2>
<pre tabindex="0"><code>${escapeHtml(renderCommand(origin + servers[0].url, example, security !== undefined))}</code></pre>
</section>
<section aria-labelledby="inputs">
<h2 id="inputs">Inputs</h2>
${renderInputs(inputs)}
</section>
${groups.join("\n")}
</main>
</body>
</html>
`;
}

function renderCommand(base: string, example: object | undefined, secured: boolean): string {
  const header = secured ? " -H 'X-API-Key: …'" : "";
  const url = quote(`${base.replace(/\/$/, "")}/predict`);
  const record = quote(JSON.stringify(example ?? {}, undefined, 2));
  return `curl ${url} -H 'Content-Type: application/json'${header} -d ${record}`;
}

/** Quotes text for a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function renderInputs(inputs: readonly (readonly [string, Input])[]): string {
  const rows = inputs.map(
    ([name, input]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(describeType(input))}</td><td>${escapeHtml(describeValues(input))}</td></tr>`,
  );
  return `<table>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Values</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>`;
}

function describeType({ type, enum: values }: Input): string {
  return values ? "one of" : [type].flat().join(" or ");
}

function describeValues({ description, enum: accepted, examples, minimum, maximum }: Input): string {
  const values = (accepted ?? examples) as readonly unknown[] | undefined;
  // Limits near the largest double only keep products finite, and readers need not see them.
  const limits = (maximum as number) < 1e100 ? [`At least ${minimum}, at most ${maximum}.`] : [];
  return [...(values ? [values.join(", ")] : []), ...limits, ...(description ? [description] : [])].join(" ");
}

function renderGroup(
  { name, description }: { name: string; description: string },
  paths: ApiDocument["paths"],
): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const items = operations
    .filter(({ operation }) => operation.tags[0] === name)
    .map(({ path, method, operation }) => renderOperation(path, method, operation));
  return `<section aria-labelledby="${name}">
<h2 id="${name}">${escapeHtml(name)}</h2>
<p>${escapeHtml(description)}</p>
<dl>
${items.join("\n")}
</dl>
</section>`;
}

function renderOperation(path: string, method: string, { summary, security }: Operation): string {
  const open = security ? " <small>no key needed</small>" : "";
  return `<dt><code>${method.toUpperCase()} ${escapeHtml(path)}</code>${open}</dt><dd>${escapeHtml(summary)}</dd>`;
}

/** The style sheet, with the reader's own colours and fonts, light or dark. */
export const STYLE = `:root { color-scheme: light dark; color: CanvasText; background: Canvas; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h2 { margin-top: 2.5rem; }
h2::first-letter { text-transform: uppercase; }
pre { padding: 1rem; overflow-x: auto; border: 1px solid; border-radius: 0.5rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); text-align: start; vertical-align: top; }
dt { margin-top: 0.75rem; overflow-wrap: anywhere; }
dd { margin: 0; }
`;
