// The integral of a product game over t, for some rows of a block: at each node of the quadrature a
// pass up the tree for the products, and a pass down for the derivatives.

import type { Block } from "./block.js";
import type { Factor } from "./factor.js";
import type { FactorTree } from "./factor-tree.js";
import { distribute, LANES, multiplyRows } from "./passes.js";
import { gaussLegendre, type Quadrature } from "./quadrature.js";

/** Integrates with scratch arrays of its own. */
export class ProductIntegral {
  private readonly factors: readonly Factor[];
  private readonly tree: FactorTree;
  private readonly coefficients: Float64Array;
  /** By the number of nodes. */
  private readonly quadratures: Map<number, Quadrature> = new Map();
  /**
   * For each node but the root, `LANES` numbers for each row of each class: products and
   * derivatives.
   */
  private products: Float64Array[] = [];
  private derivatives: Float64Array[] = [];

  /** @param coefficients one for each row of the root, in each lane */
  constructor(factors: readonly Factor[], tree: FactorTree, coefficients: Float64Array) {
    this.factors = factors;
    this.tree = tree;
    this.coefficients = coefficients;
  }

  /**
   * Adds the Shapley values for some rows of the background.
   *
   * @param rows positions in the block, for which the factors are prepared
   * @param nodes of the quadrature, a multiple of `LANES`
   * @param weight of a row
   * @param contributions one per input
   */
  add(block: Block, rows: readonly number[], nodes: number, weight: number, contributions: Float64Array): void {
    this.reserve(block);
    const root = block.nodes[this.tree.root]!;
    const times = new Float64Array(root.count);
    for (const row of rows) times[root.ofRow[row]!]! += weight;
    const classes = this.classesFor(block, rows);
    const quadrature = this.quadratures.get(nodes) ?? gaussLegendre(nodes);
    this.quadratures.set(nodes, quadrature);
    for (let q = 0; q < nodes; q += LANES) {
      const own = quadrature.nodes.subarray(q, q + LANES);
      this.multiply(block, classes, own);
      this.differentiate(block, classes, times);
      this.collect(classes, times, own, quadrature.weights.subarray(q, q + LANES), contributions);
    }
  }

  /** Makes room for all classes of a block. */
  private reserve({ nodes }: Block): void {
    const { rowCounts, root } = this.tree;
    for (let node = 0; node < root; node++) {
      const length = LANES * nodes[node]!.count * rowCounts[node]!;
      if ((this.products[node]?.length ?? 0) >= length) continue;
      this.products[node] = new Float64Array(length);
      this.derivatives[node] = new Float64Array(length);
    }
  }

  /** Returns the classes of each node that rows are in. */
  private classesFor({ nodes }: Block, rows: readonly number[]): readonly (readonly number[])[] {
    return nodes.map(({ ofRow }) => [...new Set(rows.map((row) => ofRow[row]!))]);
  }

  /** Computes the products of each node but the root. */
  private multiply({ nodes }: Block, classes: readonly (readonly number[])[], own: Float64Array): void {
    const { factors, products } = this;
    const { joins, rowCounts, root } = this.tree;
    factors.forEach((factor, f) => {
      if (f === root) return;
      for (const c of classes[f]!) factor.evaluate(own, c, products[f]!, LANES * c * factor.rowCount);
    });
    for (let j = 0; j < joins.length - 1; j++) {
      const node = factors.length + j;
      const { left, right, starts, rightRows } = joins[j]!;
      const { left: leftClasses, right: rightClasses } = nodes[node]!;
      for (const c of classes[node]!) {
        const leftAt = LANES * leftClasses[c]! * rowCounts[left]!;
        const rightAt = LANES * rightClasses[c]! * rowCounts[right]!;
        const at = LANES * c * rowCounts[node]!;
        multiplyRows(starts, rightRows, products[left]!, leftAt, products[right]!, rightAt, products[node]!, at);
      }
    }
  }

  /** Computes the derivatives with respect to each node but the root. */
  private differentiate({ nodes }: Block, classes: readonly (readonly number[])[], times: Float64Array): void {
    const { factors, products, derivatives } = this;
    const { joins, rowCounts } = this.tree;
    for (const list of derivatives) list.fill(0);
    for (let j = joins.length - 1; j >= 0; j--) {
      const node = factors.length + j;
      const isRoot = j === joins.length - 1;
      const own = isRoot ? this.coefficients : derivatives[node]!;
      const { left, right, starts, rightRows } = joins[j]!;
      const { left: leftClasses, right: rightClasses } = nodes[node]!;
      for (const c of classes[node]!) {
        distribute(
          starts,
          rightRows,
          own,
          isRoot ? 0 : LANES * c * rowCounts[node]!,
          isRoot ? times[c]! : 1,
          products[left]!,
          LANES * leftClasses[c]! * rowCounts[left]!,
          products[right]!,
          LANES * rightClasses[c]! * rowCounts[right]!,
          derivatives[left]!,
          derivatives[right]!,
        );
      }
    }
  }

  /** Adds what the inputs contribute at some nodes of the quadrature. */
  private collect(
    classes: readonly (readonly number[])[],
    times: Float64Array,
    own: Float64Array,
    weights: Float64Array,
    contributions: Float64Array,
  ): void {
    const { factors, derivatives, coefficients } = this;
    factors.forEach((factor, f) => {
      const isRoot = f === this.tree.root;
      for (const c of classes[f]!)
        if (isRoot) factor.contribute(own, weights, c, coefficients, 0, times[c]!, contributions);
        else factor.contribute(own, weights, c, derivatives[f]!, LANES * c * factor.rowCount, 1, contributions);
    });
  }
}
