// The plots of the monitoring page, on fixed numbers.

import { describe, expect, it } from "vitest";
import { html } from "../../../src/service/html.js";
import { driftLevel } from "../../../src/service/monitoring/drift-level.js";
import {
  formatCount,
  formatLength,
  formatMeasure,
  formatPsi,
  formatPValue,
  formatSpan,
  formatTime,
} from "../../../src/service/monitoring/format.js";
import { renderBars } from "../../../src/service/monitoring/plots/bars.js";
import { renderLines } from "../../../src/service/monitoring/plots/lines.js";
import { roundMaximum } from "../../../src/service/monitoring/plots/scale.js";
import { endOf, spansOf } from "../../../src/service/monitoring/time-range.js";
import { addUpVersions, ofFirstTarget } from "../../../src/service/monitoring/variant-timelines.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const spans = { from: 0, length: HOUR, count: 3 };

describe("HTML", () => {
  it("escapes values, and not what is HTML", () => {
    const name = `<script>alert("a")</script>'&`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;a&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;a&quot;)&lt;/script&gt;&#39;&amp;</p>',
    );
    const items = ["<", 2].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}${undefined}${false}${0}</ul>`.text).toBe("<ul><li>&lt;</li>\n<li>2</li>0</ul>");
  });
});

describe("the spans of time", () => {
  it.each([
    [1, HOUR / 12, 12],
    [3, HOUR / 12, 36],
    [24, HOUR, 24],
    [72, HOUR, 72],
    [168, 6 * HOUR, 28],
    [720, DAY, 30],
    [8784, 7 * DAY, 53],
  ])("of %i hours are few, and end after now", (hours, length, count) => {
    const now = 1_795_496_400_123;
    const found = spansOf(hours, now);
    expect(found).toMatchObject({ length, count });
    expect(found.from % length).toBe(0);
    expect(endOf(found) - length).toBeLessThanOrEqual(now);
    expect(endOf(found)).toBeGreaterThan(now);
  });
});

describe("a scale", () => {
  it.each([
    [[], 1],
    [[0], 1],
    [[0.3, 0.07], 0.4],
    [[1], 1],
    [[1.01], 2],
    [[61, 7], 80],
    [[1e6], 1e6],
    [[Infinity], 1],
  ])("of %j ends at %d", (values, max) => {
    expect(roundMaximum(values)).toBeCloseTo(max, 12);
  });
});

/** Returns the attributes of the elements that have a title. */
const drawn = (text: string): string[] =>
  [...text.matchAll(/<(?:rect|path) ([^>]*)><title>([^<]*)/g)].map((m) => m[0]!);

describe("bars", () => {
  it("are stacked, and none is of 0", () => {
    const series = [
      { name: "champion", counts: [20, 0, 5] },
      { name: "challenger", counts: [10, 0, 40] },
    ];
    const { text } = renderBars(series, spans, { label: "Predictions <1>" });
    expect(text).toContain('viewBox="0 0 30 100"');
    expect(text).toContain('aria-label="Predictions &lt;1&gt;"');
    expect(text).toContain("<li>60</li>\n<li>30</li>\n<li>0</li>");
    expect(drawn(text)).toEqual([
      '<rect class="key-1" x="0.75" y="66.67" width="8.5" height="33.33"><title>1 Jan, 00:00: 20 champion',
      '<rect class="key-2" x="0.75" y="50" width="8.5" height="16.67"><title>1 Jan, 00:00: 10 challenger',
      '<rect class="key-1" x="20.75" y="91.67" width="8.5" height="8.33"><title>1 Jan, 02:00: 5 champion',
      '<rect class="key-2" x="20.75" y="25" width="8.5" height="66.67"><title>1 Jan, 02:00: 40 challenger',
    ]);
  });
});

describe("lines", () => {
  it("are broken where a value is missing", () => {
    const series = [{ name: "a", values: [1, undefined, 2, 4] }];
    const { text } = renderLines(series, { ...spans, count: 4 }, { label: "Errors", level: 3 });
    expect(text).toContain('<path class="line key-1" d="M5 75M25 50L35 0"/>');
    expect(text).toContain('<path class="held-out" d="M0 25H40"/>');
    expect(drawn(text).at(-1)).toBe('<path class="dot key-1" d="M35 0h0"><title>1 Jan, 03:00: 4 a');
  });
});

describe("the level of drift", () => {
  const drift = (psi: number, adjustedPValue: number): unknown => ({ psi, adjustedPValue });
  it.each([
    [drift(0.05, 0), "stable"],
    [drift(0.5, 0.01), "stable"],
    [drift(0.1, 0.009), "moderate"],
    [drift(0.2, 0.009), "large"],
    ["too few", "unknown"],
  ])("of %j is %s", (measures, level) => {
    expect(driftLevel({ drift: measures } as Parameters<typeof driftLevel>[0])).toBe(level);
  });
});

describe("timelines", () => {
  const none = { rows: 0, error: 0, absolute: 0, squared: 0 };
  const one = { rows: 1, error: -2, absolute: 2, squared: 4 };
  const series = { model: "m", version: "1", variant: "b", target: "hours", shadow: false };
  const timelines = [
    { ...series, variant: "a", shadow: true, predictions: [1, 1], errors: [none, none] },
    { ...series, predictions: [1, 0], errors: [one, none] },
    { ...series, target: "days", predictions: [1, 0], errors: [none, none] },
    { ...series, version: "2", predictions: [2, 3], errors: [one, one] },
  ];

  it("of variants are those of all versions, and shadows come last", () => {
    expect(addUpVersions(ofFirstTarget(timelines))).toEqual([
      {
        ...{ name: "b", shadow: false, target: "hours", versions: ["1", "2"], predictions: [3, 3] },
        errors: [{ rows: 2, error: -4, absolute: 4, squared: 8 }, one],
      },
      {
        ...{ name: "a", shadow: true, target: "hours", versions: ["1"], predictions: [1, 1] },
        errors: [none, none],
      },
    ]);
  });
});

it("numbers and times are written for people", () => {
  expect([formatCount(1_234_567), formatMeasure(-0.12345), formatMeasure(4.7951)]).toEqual([
    "1,234,567",
    "−0.123",
    "4.8",
  ]);
  expect([formatPsi(0.0004), formatPsi(0.1234), formatPsi(11.166)]).toEqual(["below 0.001", "0.123", "11.17"]);
  expect([formatPValue(0.0001), formatPValue(0.0312)]).toEqual(["< 0.001", "= 0.031"]);
  expect([formatTime(0), formatSpan(HOUR, HOUR), formatSpan(DAY, DAY)]).toEqual([
    "1 Jan 1970, 00:00 UTC",
    "1 Jan, 01:00",
    "2 Jan",
  ]);
  expect([DAY, 6 * HOUR, 90_000, 1500].map(formatLength)).toEqual(["1 day", "6 hours", "90 seconds", "1.5 seconds"]);
});
