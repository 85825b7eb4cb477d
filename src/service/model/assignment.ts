// The assignment of subjects to variants, by weighted rendezvous hashing: each variant draws a
// number from the subject, and the least one gets it.
//
//   u = (h + ½) / 2⁵²      h: the first 13 hex digits of SHA-256(experiment/variant/subject)
//   draw = −ln(u) / weight
//
// Draws are exponentially distributed, so a variant gets its weight's part of the subjects. A
// draw depends on no other variant. So a weight that grows only moves subjects to its variant, one
// that falls only moves them away, and the order of the variants has no effect. Buckets of a
// cumulative distribution would move subjects between other variants as well.
//
// Source: Schindelhauer and Schomaker, Weighted Distributed Hash Tables, SPAA 2005.

import { hash } from "node:crypto";
import { keepResults } from "./kept-results.js";

/** A name with its part of the subjects, which is relative to the other weights. */
interface Weighted {
  readonly name: string;
  readonly weight: number;
}

const HEX_DIGITS = 13;

/**
 * Returns a function that assigns a subject to one of these variants.
 *
 * @param experiment changes all assignments
 * @param variants at least one with a weight above 0. Names are unique
 */
export function createAssignment<T extends Weighted>(
  experiment: string,
  variants: readonly T[],
): (subject: string) => T {
  const drawing = variants
    .filter(({ weight }) => weight > 0)
    .map((variant) => ({ variant, weight: variant.weight, prefix: `${experiment}/${variant.name}/` }));
  return keepResults((subject) => {
    let assigned = drawing[0]!.variant;
    let least = Infinity;
    for (const { variant, weight, prefix } of drawing) {
      const digits = hash("sha256", prefix + subject, "hex").slice(0, HEX_DIGITS);
      const draw = -Math.log((Number.parseInt(digits, 16) + 0.5) / 2 ** (4 * HEX_DIGITS)) / weight;
      if (draw >= least) continue;
      least = draw;
      assigned = variant;
    }
    return assigned;
  });
}
