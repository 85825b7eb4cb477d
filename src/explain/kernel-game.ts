// Exact Shapley values of an RBF kernel machine. Its kernel is a product over components, so the
// game is a sum of product games. The Shapley value of an input j is the integral of its
// multilinear extension on the diagonal (G. Owen, "Multilinear extensions of games", 1972):
//
//   φ_j = mean_b Σ_i α_i ∫₀¹ d_j(t) Π_{J ∌ j} g_J(t) dt
//
// with the factors of factor.ts. The integrand is a polynomial of a degree below the number of
// inputs, so Gauss–Legendre quadrature is exact. M. Mohammadi, S. L. Chau and K. Muandet,
// "Computing exact Shapley values in polynomial time for product-kernel methods"
// (arXiv 2505.16516), found that product kernels have exact Shapley values, for another game.

import type { BlockedSvr } from "../svm/svr.js";
import { gatherUniqueRows, uniqueRows } from "../svm/unique-rows.js";
import { type Block, createBlock } from "./block.js";
import { type Factor, type FactorRows, kernelsOf } from "./factor.js";
import { type FactorTree, joinLeaves } from "./factor-tree.js";
import { InputFactor } from "./input-factor.js";
import { MixedFactor } from "./mixed-factor.js";
import type { Mixer } from "./mixer.js";
import { LANES } from "./passes.js";
import { ProductIntegral } from "./product-integral.js";
import type { KernelMachine } from "./sum.js";

/** How many numbers a block of the background may take. */
const BLOCK = 1 << 21;

/** The columns of a component, and which rows of it the support vectors have. */
interface Part {
  readonly rows: FactorRows;
  /** The row of each support vector. */
  readonly index: Int32Array;
}

/** The exact Shapley values of a kernel machine, for one background. */
export class KernelGame {
  /** The mean of the machine for the background, without its intercept. */
  readonly base: number;
  private readonly factors: readonly Factor[];
  private readonly blocks: readonly Block[];
  private readonly rowCount: number;
  private readonly integral: ProductIntegral;

  /** @param background all cells of each row */
  constructor(machine: KernelMachine, mixer: Mixer, inputCount: number, background: readonly Float64Array[]) {
    const { svr, components } = machine;
    const parts = components.map((players) => selectPart(machine, (inputs) => players.includes(inputs[0]!)));
    this.factors = parts.map(({ rows }, i) => {
      const players = components[i]!;
      return players.length === 1
        ? new InputFactor(players[0]!, rows)
        : new MixedFactor(players, rows, mixer, inputCount);
    });
    // Columns of no input have the same kernels for all rows.
    const constant = selectPart(machine, ({ length }) => length === 0);
    const constants = kernelsOf(constant.rows, background[0]!);
    const dualCoef = svr.dualCoef.map((coefficient, i) => coefficient * constants[constant.index[i]!]!);
    this.base = meanOf(dualCoef, parts, background);

    const tree = joinLeaves(parts.map(({ rows, index }) => ({ distinct: rows.count, index })));
    const coefficients = new Float64Array(LANES * tree.rowCounts[tree.root]!);
    dualCoef.forEach((coefficient, i) => {
      for (let lane = 0; lane < LANES; lane++) coefficients[LANES * tree.rootRows[i]! + lane]! += coefficient;
    });
    this.integral = new ProductIntegral(this.factors, tree, coefficients);
    this.rowCount = background.length;
    this.blocks = createBlocks(background, this.factors, tree);
  }

  /**
   * Adds the Shapley values of a record.
   *
   * @param record all cells
   * @param contributions one per input
   * @throws ExplainError `MIX_REJECTED`
   */
  addContributions(record: Float64Array, contributions: Float64Array): void {
    for (const block of this.blocks) {
      this.factors.forEach((factor, f) => {
        factor.prepare(record, block.classes[f]!);
      });
      // Only inputs that differ add to the degree of the integrand.
      const differing = differingInputs(record, block, this.factors);
      const groups = new Map<number, number[]>();
      differing.forEach((count, row) => {
        // More nodes are exact, too, and lanes must be full.
        const nodes = LANES * Math.ceil(count / 2 / LANES);
        const rows = groups.get(nodes) ?? [];
        groups.set(nodes, rows);
        rows.push(row);
      });
      for (const [nodes, rows] of groups)
        if (nodes > 0) this.integral.add(block, rows, nodes, 1 / this.rowCount, contributions);
    }
  }
}

/** Selects the columns of some inputs. */
function selectPart({ svr, columns }: KernelMachine, isIn: (inputs: readonly number[]) => boolean): Part {
  const { blocks, dualCoef, gamma }: BlockedSvr = svr;
  const positions = columns.flatMap(({ inputs }, c) => (isIn(inputs) ? [c] : []));
  const unique = uniqueRows(blocks, positions, dualCoef.length);
  const values = gatherUniqueRows(blocks, positions, unique);
  const cells = positions.map((c) => columns[c]!.cell);
  return { rows: { gamma, count: unique.distinct, cells, values }, index: unique.index };
}

/** Returns the mean of Σ_i α_i Π_J k_J(b; s_i). */
function meanOf(dualCoef: Float64Array, parts: readonly Part[], background: readonly Float64Array[]): number {
  let mean = 0;
  for (const cells of background) {
    const terms = dualCoef.slice();
    for (const { rows, index } of parts) {
      const kernels = kernelsOf(rows, cells);
      for (let i = 0; i < terms.length; i++) terms[i]! *= kernels[index[i]!]!;
    }
    mean += terms.reduce((sum, term) => sum + term, 0) / background.length;
  }
  return mean;
}

function createBlocks(
  background: readonly Float64Array[],
  factors: readonly Factor[],
  tree: FactorTree,
): readonly Block[] {
  // Products and derivatives of each node, and what the factors keep.
  const size =
    tree.rowCounts.reduce((sum, count) => sum + 2 * LANES * count, 0) +
    factors.reduce((sum, factor) => sum + factor.size, 0);
  const length = Math.max(1, Math.floor(BLOCK / size));
  return Array.from({ length: Math.ceil(background.length / length) }, (_, i) =>
    createBlock(background.slice(i * length, (i + 1) * length), factors, tree),
  );
}

/** Returns how many inputs of each row are in components that differ from the record's. */
function differingInputs(record: Float64Array, { nodes, classes, rows }: Block, factors: readonly Factor[]): number[] {
  const counts = rows.map(() => 0);
  factors.forEach(({ players }, f) => {
    const differs = classes[f]!.map((cells) => players.some((player) => !Object.is(cells[player], record[player])));
    nodes[f]!.ofRow.forEach((own, row) => {
      if (differs[own]) counts[row]! += players.length;
    });
  });
  return counts;
}
