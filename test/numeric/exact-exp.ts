// exp in integers of any length, slow and obvious: the yardstick for src/numeric/exp.ts. Itself
// checked against Python's decimal module.

const FRACTION_BITS = 128;
const ONE = 1n << BigInt(FRACTION_BITS);
const LN2 = ln2();

/** ln 2 = Σ 1 / (n · 2^n), in units of 2^-FRACTION_BITS. */
function ln2(): bigint {
  const guard = 64n;
  let sum = 0n;
  let term = ONE << guard;
  for (let n = 1n; term > 0n; n++) {
    term >>= 1n;
    sum += term / n;
  }
  return sum >> guard;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite double as an integer times a power of two. */
function exactly(x: number): { significand: bigint; exponent: number } {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
  return { significand: bits >> 63n ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

function shift(value: bigint, bits: number): bigint {
  return bits >= 0 ? value << BigInt(bits) : value >> BigInt(-bits);
}

/** e^x = significand · 2^exponent, good to some 110 bits, for |x| up to 800. */
function exactExp(x: number): { significand: bigint; exponent: number } {
  const { significand, exponent } = exactly(x);
  const halvings = Math.round(x / Math.LN2);
  const r = shift(significand, exponent + FRACTION_BITS) - BigInt(halvings) * LN2;
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term > 1n || term < -1n; n++) {
    term = ((term * r) >> BigInt(FRACTION_BITS)) / n;
    sum += term;
  }
  return { significand: sum, exponent: halvings - FRACTION_BITS };
}

/** How far `y` lies from e^x, in units in the last place of a double of e^x's size. */
export function errorInUlp(x: number, y: number): number {
  const reference = exactExp(x);
  const found = exactly(y);
  // Both are brought to units of 2^-20 ULP of the reference.
  const lastPlace = Math.max(reference.significand.toString(2).length + reference.exponent - 53, -1074);
  const unit = lastPlace - 20;
  const difference =
    shift(found.significand, found.exponent - unit) - shift(reference.significand, reference.exponent - unit);
  return Math.abs(Number(difference)) / 2 ** 20;
}
