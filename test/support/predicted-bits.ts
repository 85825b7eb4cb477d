// What the package makes of the fixtures, as bits. Runs in every engine there is, and so keeps to
// ECMAScript 2020 as the package does.

/** What is loaded as a module here, and by a plain <script> there. */
export interface Package {
  loadModel(
    file: unknown,
    options: { readonly targets: "any" },
  ): {
    predictBatch(records: readonly unknown[]): unknown[];
    transform(record: unknown): readonly number[];
  };
  /** That of the included model. */
  predictBatch(records: readonly unknown[]): number[];
}

/** A fixture's model, and the records to predict. */
export interface Task {
  readonly name: string;
  readonly model: unknown;
  readonly records: readonly unknown[];
}

/**
 * Predicts and transforms all records. Returns the bits of all numbers by the name of the fixture.
 */
export function predictBits({ loadModel, predictBatch }: Package, tasks: readonly Task[]): Record<string, string> {
  const bits: Record<string, string> = {};
  for (const { name, model: file, records } of tasks) {
    const model = loadModel(file, { targets: "any" });
    const predictions = model.predictBatch(records).flatMap(numbersOf);
    bits[name] = toBits([...predictions, ...records.flatMap((record) => model.transform(record))]);
    if (name === "absenteeism") bits["the included model"] = toBits(predictBatch(records));
  }
  return bits;
}

/** Several targets are an object of numbers. */
function numbersOf(prediction: unknown): number[] {
  return typeof prediction === "number" ? [prediction] : Object.values(prediction as Record<string, number>);
}

const view = new DataView(new ArrayBuffer(8));

/** The 64 bits of each number, as 16 hexadecimal digits. */
export function toBits(numbers: readonly number[]): string {
  return numbers.map(digitsOf).join("");
}

function digitsOf(number: number): string {
  // An engine may write any of the many bit patterns of NaN.
  if (Number.isNaN(number)) return "7ff8000000000000";
  view.setFloat64(0, number);
  const half = (at: number): string => view.getUint32(at).toString(16).padStart(8, "0");
  return half(0) + half(4);
}
