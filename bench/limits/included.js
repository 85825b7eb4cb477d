// The floor of the included model: its arithmetic, written out for this one model, with the order
// of operations and so the bits of the library. There is no validation, no key that may be missing,
// no option and no other model.
//
// `fresh` computes everything but the categories, which are tables. `recurring` finds what it
// computed for a person and a month by hashes of two inputs, and compares the other ones.

import { readSvr } from "../model-file.js";
import { toDoubles } from "./doubles.js";
import { exponentials } from "./exponentials.js";

const PEOPLE = 36;
const PERSON_COLUMNS = 11;
const MONTH_COLUMNS = 3;
const QUANTITIES = PERSON_COLUMNS + MONTH_COLUMNS;
/** Slots of the hash of a person, and of a month. */
const SLOTS = 1 << 12;

/**
 * @param file of the included model
 * @param model the same, loaded
 * @returns functions of a record
 */
export function makeIncludedFloor(file, model) {
  const tables = makeTables(file, model);
  return { fresh: (record) => predictFresh(record, tables), recurring: (record) => predictRecurring(record, tables) };
}

function predictFresh(record, tables) {
  const { scaled } = tables;
  scale(record, tables, scaled);
  computePerson(record, tables, scaled, tables.first, 0);
  computeMonth(record, tables, scaled, tables.second, 0);
  return contract(tables, tables.first, 0, tables.second, 0, weightsOf(record, tables));
}

/** The quantities, as the StandardScalers and the weights of the pipeline leave them. */
function scale(record, { means, scales, weights }, scaled) {
  scaled[0] = record.Age;
  scaled[1] = record["Service time"];
  scaled[2] = record["Transportation expense"];
  scaled[3] = record["Distance from Residence to Work"];
  scaled[4] = record.Weight;
  scaled[5] = record.Height;
  scaled[6] = record["Body mass index"];
  scaled[7] = record.Son;
  scaled[8] = record.Pet;
  scaled[9] = record["Social drinker"];
  scaled[10] = record["Social smoker"];
  scaled[11] = record["Work load Average/day"];
  scaled[12] = record["Hit target"];
  scaled[13] = record["Disciplinary failure"];
  for (let c = 0; c < QUANTITIES; c++) scaled[c] = ((scaled[c] - means[c]) / scales[c]) * weights[c];
}

/** The factors of the people, times those of their education. */
function computePerson(record, { gamma, people, distances, education, educationOf }, x, to, at) {
  const x0 = x[0];
  const x1 = x[1];
  const x2 = x[2];
  const x3 = x[3];
  const x4 = x[4];
  const x5 = x[5];
  const x6 = x[6];
  const x7 = x[7];
  const x8 = x[8];
  const x9 = x[9];
  const x10 = x[10];
  for (let r = 0, k = 0; r < PEOPLE; r = (r + 1) | 0, k = (k + PERSON_COLUMNS) | 0) {
    let sum = (x0 - people[k]) * (x0 - people[k]);
    sum += (x1 - people[(k + 1) | 0]) * (x1 - people[(k + 1) | 0]);
    sum += (x2 - people[(k + 2) | 0]) * (x2 - people[(k + 2) | 0]);
    sum += (x3 - people[(k + 3) | 0]) * (x3 - people[(k + 3) | 0]);
    sum += (x4 - people[(k + 4) | 0]) * (x4 - people[(k + 4) | 0]);
    sum += (x5 - people[(k + 5) | 0]) * (x5 - people[(k + 5) | 0]);
    sum += (x6 - people[(k + 6) | 0]) * (x6 - people[(k + 6) | 0]);
    sum += (x7 - people[(k + 7) | 0]) * (x7 - people[(k + 7) | 0]);
    sum += (x8 - people[(k + 8) | 0]) * (x8 - people[(k + 8) | 0]);
    sum += (x9 - people[(k + 9) | 0]) * (x9 - people[(k + 9) | 0]);
    sum += (x10 - people[(k + 10) | 0]) * (x10 - people[(k + 10) | 0]);
    distances[r] = sum;
  }
  exponentials(gamma, distances, PEOPLE);
  const factors = education[record.Education];
  for (let l = 0; l < PEOPLE; l = (l + 1) | 0) to[(at + l) | 0] = factors[educationOf[l]] * distances[l];
}

/** The factors of the workloads, times those of the month and the season. */
function computeMonth(record, { gamma, workloads, distances, months, monthOf, workloadOf }, x, to, at) {
  const x0 = x[11];
  const x1 = x[12];
  const x2 = x[13];
  const count = workloads.length / MONTH_COLUMNS;
  for (let r = 0, k = 0; r < count; r = (r + 1) | 0, k = (k + MONTH_COLUMNS) | 0) {
    let sum = (x0 - workloads[k]) * (x0 - workloads[k]);
    sum += (x1 - workloads[(k + 1) | 0]) * (x1 - workloads[(k + 1) | 0]);
    sum += (x2 - workloads[(k + 2) | 0]) * (x2 - workloads[(k + 2) | 0]);
    distances[r] = sum;
  }
  exponentials(gamma, distances, (count + 1) & ~1);
  const factors = months[record["Month of absence"] * 5 + record.Seasons];
  for (let p = 0; p < monthOf.length; p = (p + 1) | 0)
    to[(at + p) | 0] = factors[monthOf[p]] * distances[workloadOf[p]];
}

/** Where the weights of the reason and the day begin. They are computed once per combination. */
function weightsOf(record, { weightsAt }) {
  return weightsAt[record["Reason for absence"] * 8 + record["Day of the week"]];
}

/**
 * Σ_l first[l] · Σ_r W[l, r] · second[r], in chunks of four pairs, as the library adds them up. A
 * chunk that is not full has no products of 0.
 */
function contract({ numbers, sizes, seconds, intercept, min, max }, first, from, second, start, weights) {
  let sum = 0;
  for (let l = 0, k = 0, w = weights; l < PEOPLE; l = (l + 1) | 0) {
    const factor = first[(from + l) | 0];
    const end = (k + sizes[l]) | 0;
    for (; k < end - 3; k = (k + 4) | 0, w = (w + 4) | 0) {
      const front =
        numbers[w] * second[(start + seconds[k]) | 0] +
        numbers[(w + 1) | 0] * second[(start + seconds[(k + 1) | 0]) | 0];
      const back =
        numbers[(w + 2) | 0] * second[(start + seconds[(k + 2) | 0]) | 0] +
        numbers[(w + 3) | 0] * second[(start + seconds[(k + 3) | 0]) | 0];
      sum += factor * (front + back);
    }
    if (k === end) continue;
    let rest = numbers[w] * second[(start + seconds[k]) | 0];
    for (k = (k + 1) | 0, w = (w + 1) | 0; k < end; k = (k + 1) | 0, w = (w + 1) | 0)
      rest += numbers[w] * second[(start + seconds[k]) | 0];
    sum += factor * rest;
  }
  return Math.max(min, Math.min(max, sum + intercept));
}

function predictRecurring(record, tables) {
  const { cells } = tables;
  cells[0] = record.Age;
  cells[1] = record["Service time"];
  cells[2] = record["Transportation expense"];
  cells[3] = record["Distance from Residence to Work"];
  cells[4] = record.Weight;
  cells[5] = record.Height;
  cells[6] = record["Body mass index"];
  cells[7] = record.Son;
  cells[8] = record.Pet;
  cells[9] = record["Social drinker"];
  cells[10] = record["Social smoker"];
  cells[11] = record.Education;
  cells[12] = record["Work load Average/day"];
  cells[13] = record["Hit target"];
  cells[14] = record["Disciplinary failure"];
  cells[15] = record["Month of absence"];
  cells[16] = record.Seasons;
  const { people: person, months: month } = tables.caches;
  const first = find(person, cells, record, tables);
  const second = find(month, cells, record, tables);
  return contractSpread(tables, person.numbers, first, month.numbers, second, weightsOf(record, tables));
}

/** The same as `contract`, for numbers of the second part in the order of the pairs. */
function contractSpread({ numbers, sizes, intercept, min, max }, first, from, second, start, weights) {
  let sum = 0;
  for (let l = 0, s = start, w = weights; l < PEOPLE; l = (l + 1) | 0) {
    const factor = first[(from + l) | 0];
    const end = (s + sizes[l]) | 0;
    for (; s < end - 3; s = (s + 4) | 0, w = (w + 4) | 0) {
      const front = numbers[w] * second[s] + numbers[(w + 1) | 0] * second[(s + 1) | 0];
      const back = numbers[(w + 2) | 0] * second[(s + 2) | 0] + numbers[(w + 3) | 0] * second[(s + 3) | 0];
      sum += factor * (front + back);
    }
    if (s === end) continue;
    let rest = numbers[w] * second[s];
    for (s = (s + 1) | 0, w = (w + 1) | 0; s < end; s = (s + 1) | 0, w = (w + 1) | 0) rest += numbers[w] * second[s];
    sum += factor * rest;
  }
  return Math.max(min, Math.min(max, sum + intercept));
}

/** Where the numbers of these cells begin. Computes them where they are not known. */
function find({ from, to, hashed, known, starts, numbers, compute }, cells, record, tables) {
  const width = to - from;
  for (let slot = (cells[hashed[0]] * 31 + cells[hashed[1]] * 7 + cells[hashed[2]]) | 0; ; slot++) {
    slot &= SLOTS - 1;
    const at = slot * width;
    let c = 0;
    while (c < width && known[at + c] === cells[from + c]) c++;
    if (c === width) return starts[slot];
    if (starts[slot] >= 0) continue;
    starts[slot] = numbers.length;
    compute(record, tables, numbers);
    for (c = 0; c < width; c++) known[at + c] = cells[from + c];
    return starts[slot];
  }
}

function makeCache(from, to, hashed, compute) {
  const known = new Float64Array(SLOTS * (to - from)).fill(NaN);
  return { from, to, hashed, known, starts: new Int32Array(SLOTS).fill(-1), numbers: [], compute };
}

/** Everything that does not depend on a record. */
function makeTables(file, model) {
  const { vectors, dualCoef, gamma, intercept, width } = readSvr(file);
  const { groups } = file.regressor.factors;
  const [personColumns, monthColumns, reasonColumns, monthCategories, dayColumns, seasonColumns, educationColumns] =
    groups;

  /** Ids of what is equal, in the order of first occurrences. */
  const number = (keys) => {
    const ids = new Map();
    const idOf = keys.map((key) => ids.get(key) ?? ids.set(key, ids.size).get(key));
    return { idOf, count: ids.size, firsts: Array.from({ length: ids.size }, (_, id) => idOf.indexOf(id)) };
  };
  const valuesOf = (columns, i) => columns.map((column) => vectors[i * width + column]);
  const group = (columns) => {
    const rows = number(Array.from(dualCoef, (_, i) => valuesOf(columns, i).join()));
    return { columns, ...rows, values: rows.firsts.map((i) => valuesOf(columns, i)) };
  };
  const join = (a, b) => number(a.idOf.map((id, i) => `${id} ${b.idOf[i]}`));

  const person = group(personColumns);
  const workload = group(monthColumns);
  const [reason, month, day, season, education] = [
    reasonColumns,
    monthCategories,
    dayColumns,
    seasonColumns,
    educationColumns,
  ].map(group);
  const first = join(education, person);
  const monthAndSeason = join(season, month);
  const second = join(monthAndSeason, workload);
  const last = join(day, reason);
  const pairs = join(first, second);
  const combinations = join(pairs, last);
  if (first.count !== PEOPLE || person.count !== PEOPLE) throw new Error(`expected ${PEOPLE} people`);

  /** The factors of a group for each category of an input. */
  const example = Object.fromEntries(
    file.inputs.map(({ name, categories, range }) => [name, categories?.[0] ?? range[0]]),
  );
  const factorsOf = ({ columns, values }, name) =>
    new Map(
      file.inputs
        .find((input) => input.name === name)
        .categories.map((category) => {
          const row = model.transform({ ...example, [name]: category });
          const squares = values.map((value) =>
            columns.reduce((sum, column, c) => sum + (row[column] - value[c]) * (row[column] - value[c]), 0),
          );
          const factors = toDoubles(squares, squares.length + 1);
          exponentials(gamma, factors, factors.length & ~1);
          return [category, factors];
        }),
    );
  const ofRow = ({ firsts }, { idOf }) => firsts.map((i) => idOf[i]);
  const product = (a, b, node, of, other) => {
    const [rows, others] = [ofRow(node, of), ofRow(node, other)];
    return rows.map((row, k) => a[row] * b[others[k]]);
  };

  const months = [];
  for (const [value, monthFactors] of factorsOf(month, "Month of absence"))
    for (const [seasonValue, seasonFactors] of factorsOf(season, "Seasons"))
      months[value * 5 + seasonValue] = toDoubles(product(seasonFactors, monthFactors, monthAndSeason, season, month));

  /** The pairs, one l after the other. */
  const [firstOf, secondOf] = [ofRow(pairs, first), ofRow(pairs, second)];
  const order = Array.from(firstOf.keys()).sort((a, b) => firstOf[a] - firstOf[b] || a - b);
  const [pairOf, lastOf] = [ofRow(combinations, pairs), ofRow(combinations, last)];
  const coefficients = new Float64Array(combinations.count);
  combinations.idOf.forEach((id, i) => {
    coefficients[id] += dualCoef[i];
  });
  const numbers = [];
  const weightsAt = [];
  for (const [reasonValue, reasonFactors] of factorsOf(reason, "Reason for absence"))
    for (const [dayValue, dayFactors] of factorsOf(day, "Day of the week")) {
      const factors = product(dayFactors, reasonFactors, last, day, reason);
      const sums = new Float64Array(pairs.count);
      pairOf.forEach((pair, k) => {
        sums[pair] += coefficients[k] * factors[lastOf[k]];
      });
      weightsAt[reasonValue * 8 + dayValue] = numbers.length;
      for (const pair of order) numbers.push(sums[pair]);
    }

  const steps = file.pipeline.steps[0].step.transformers.filter(({ step }) => step.type === "StandardScaler");
  const seconds = order.map((pair) => secondOf[pair]);
  const room = person.count + workload.count + 2;
  return {
    gamma,
    intercept,
    min: file.target.clip?.min ?? -Infinity,
    max: file.target.clip?.max ?? Infinity,
    means: toDoubles(steps.flatMap(({ step }) => step.mean)),
    scales: toDoubles(steps.flatMap(({ step }) => step.scale)),
    weights: toDoubles(steps.flatMap(({ step, weight = 1 }) => step.mean.map(() => weight))),
    people: toDoubles(person.values.flat()),
    workloads: toDoubles(workload.values.flat()),
    education: Array.from(factorsOf(education, "Education")).reduce((list, [value, factors]) => {
      list[value] = factors;
      return list;
    }, []),
    educationOf: ofRow(first, education),
    months,
    monthOf: ofRow(second, monthAndSeason),
    workloadOf: ofRow(second, workload),
    numbers: toDoubles(numbers),
    weightsAt,
    sizes: Array.from({ length: PEOPLE }, (_, l) => firstOf.filter((id) => id === l).length),
    seconds,
    scaled: toDoubles([], QUANTITIES),
    cells: toDoubles([], 17),
    distances: toDoubles([], room),
    first: toDoubles([], PEOPLE),
    second: toDoubles([], second.count),
    caches: {
      people: makeCache(0, 12, [2, 4, 3], (record, tables, numbers) => {
        scale(record, tables, tables.scaled);
        computePerson(record, tables, tables.scaled, tables.first, 0);
        numbers.push(...tables.first);
      }),
      months: makeCache(12, 17, [12, 13, 14], (record, tables, numbers) => {
        scale(record, tables, tables.scaled);
        computeMonth(record, tables, tables.scaled, tables.second, 0);
        for (const row of seconds) numbers.push(tables.second[row]);
      }),
    },
  };
}
