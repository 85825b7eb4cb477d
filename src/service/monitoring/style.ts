// The style sheet of the monitoring page, light or dark. Text has a contrast of 4.5 to 1 or more to
// its background, and what carries meaning has 3 to 1.

export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #f6f5f1; --card: #ffffff; --ink: #1b2430; --muted: #55606e; --line: #dedcd5; --edge: #858c96;
  --accent: #0b6b66; --tint: #e6f1ef; --second: #b4570a; --third: #7a4bb0; --fourth: #2f62b5;
  --warning: #8a4b00; --error: #b01e24; --focus: #1f6fd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11151a; --card: #181e25; --ink: #e7ebf0; --muted: #a4afbc; --line: #2d353f; --edge: #737f8d;
    --accent: #5fc9bf; --tint: #15302f; --second: #ffb25e; --third: #c3a1f2; --fourth: #86b4ff;
    --warning: #f2bd6b; --error: #ff9a94; --focus: #7db4ff;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); -webkit-text-size-adjust: 100%; }
body { max-width: 68rem; margin: 0 auto; padding: 2rem clamp(0.75rem, 3vw, 2rem) 3rem; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.5rem); line-height: 1.15; letter-spacing: -0.02em; overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; }
h3 { margin-top: 1.25rem; font-size: 0.9375rem; color: var(--accent); overflow-wrap: anywhere; }
a { color: var(--accent); }
small { color: var(--muted); font-size: 0.8125rem; font-weight: normal; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.brand { color: var(--accent); font-weight: 600; }
.about, .hint { max-width: 44rem; margin-top: 0.25rem; color: var(--muted); font-size: 0.875rem; }
.hint { margin-top: 0.75rem; padding: 0.5rem 0.875rem; border-left: 3px solid var(--accent); border-radius: 0 0.375rem 0.375rem 0; background: var(--tint); color: var(--ink); }
.ranges { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-top: 1rem; font-size: 0.875rem; }
.ranges a { display: block; padding: 0.25rem 0.75rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); color: var(--ink); text-decoration: none; }
.ranges a:hover { border-color: var(--accent); background: var(--tint); }
.ranges [aria-current] { border-color: var(--accent); background: var(--tint); font-weight: 600; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin-top: 1.5rem; }
.card, .figures > div { padding: 1.25rem clamp(1rem, 2.5vw, 1.5rem); border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
.figures > div { padding-block: 0.875rem; }
.figures dt { color: var(--muted); font-size: 0.875rem; }
.figures dd { font-size: 1.75rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }

/* Plots. */
figure { margin-top: 1rem; }
.frame { display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: 0 0.5rem; }
.frame svg { width: 100%; height: 11rem; overflow: visible; }
.frame.small { margin-top: 0.875rem; }
.frame.small svg { height: 2.5rem; }
.scale { display: flex; flex-direction: column; justify-content: space-between; margin: -0.5em 0; text-align: end; }
.scale, .times { color: var(--muted); font-size: 0.75rem; line-height: 1; font-variant-numeric: tabular-nums; }
.times { display: flex; justify-content: space-between; gap: 0.5rem; margin: 0.5rem 0 0 3.5rem; line-height: 1.25; }
.times li:last-child { text-align: end; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0 0 0.75rem; font-size: 0.8125rem; }
.legend li::before { content: ""; display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.375rem; border-radius: 0.1875rem; background: var(--key); vertical-align: -0.0625rem; }
.key-1 { --key: var(--accent); }
.key-2 { --key: var(--second); }
.key-3 { --key: var(--third); }
.key-4 { --key: var(--fourth); }
svg { display: block; }
svg path { fill: none; vector-effect: non-scaling-stroke; }
svg rect { fill: var(--key); }
svg rect:hover { fill: var(--ink); }
.grid { stroke: var(--line); }
.line { stroke: var(--key); stroke-width: 2; stroke-linejoin: round; }
.line.key-2 { stroke-dasharray: 7 3; }
.line.key-3 { stroke-dasharray: 2 3; }
.line.key-4 { stroke-dasharray: 9 3 2 3; }
.dot { stroke: var(--key, var(--ink)); stroke-width: 7; stroke-linecap: round; }
.dot:hover { stroke-width: 12; }
.held-out { stroke: var(--edge); stroke-dasharray: 4 4; }

/* Drift. */
.drift { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 0 2.5rem; margin-top: 0.75rem; }
.drift li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-content: start; gap: 0.125rem 1rem; padding: 0.625rem 0; border-top: 1px solid var(--line); }
.drift .name { overflow-wrap: anywhere; font-size: 0.9375rem; }
.drift svg { grid-column: 1 / -1; width: 100%; height: 1rem; }
.drift .level { font-size: 0.875rem; text-align: end; color: var(--muted); }
.drift .facts { grid-column: 1 / -1; color: var(--muted); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.track { stroke: var(--line); stroke-width: 2; }
.psi { stroke-width: 8; }
.psi.stable { stroke: var(--accent); }
.psi.moderate { stroke: var(--warning); }
.psi.large { stroke: var(--error); }
p.level.moderate { color: var(--warning); font-weight: 600; }
p.level.large { color: var(--error); font-weight: 600; }
.mark { stroke: var(--edge); }

/* Tables. */
details { margin-top: 0.875rem; font-size: 0.875rem; }
summary { width: fit-content; color: var(--muted); cursor: pointer; }
.scroll { max-height: 22rem; margin-top: 0.5rem; overflow: auto; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.375rem 1.25rem 0.375rem 0; border-bottom: 1px solid var(--line); text-align: end; white-space: nowrap; }
th:first-child { text-align: start; }
thead th { color: var(--muted); font-weight: 500; }
tbody th { font-weight: 500; }
.variants + .about { margin-top: 0.875rem; }
.variants { width: 100%; margin-top: 0.75rem; }
.variants th, .variants td { white-space: normal; vertical-align: top; }
.variants th:last-child, .variants td:last-child { padding-right: 0; }
.variants small { display: block; }
.interval { width: 9rem; height: 0.875rem; margin: 0.25rem 0 0.25rem auto; }
.range { stroke: var(--accent); stroke-width: 2; }
.interval .dot { stroke: var(--accent); }

@media (max-width: 40rem) {
  .frame { grid-template-columns: 2.25rem minmax(0, 1fr); }
  .times { margin-left: 2.75rem; }
  .variants thead { position: absolute; clip-path: inset(50%); }
  .variants, .variants tbody, .variants tr, .variants th, .variants td { display: block; width: 100%; padding-right: 0; }
  .variants td { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; border: 0; padding-block: 0.125rem; }
  .variants td::before { content: attr(data-label); color: var(--muted); }
  .variants th { border: 0; padding-top: 0.75rem; }
}
`;
