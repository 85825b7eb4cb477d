// The integral of a product game over t, for some rows of a block: at each node of the quadrature a
// pass up the tree for the products, and a pass down for the derivatives.

import type { Block } from "./block.js";
import type { Factor } from "./factor.js";
import type { FactorTree } from "./factor-tree.js";
import { distribute, multiplyRows } from "./passes.js";
import { gaussLegendre, type Quadrature } from "./quadrature.js";

/** Integrates with scratch arrays of its own. */
export class ProductIntegral {
  private readonly factors: readonly Factor[];
  private readonly tree: FactorTree;
  private readonly coefficients: Float64Array;
  /** By the number of nodes. */
  private readonly quadratures: Map<number, Quadrature> = new Map();
  /** For each node but the root, numbers for each row of each class: products and derivatives. */
  private products: Float64Array[] = [];
  private derivatives: Float64Array[] = [];

  /** @param coefficients one for each row of the root */
  constructor(factors: readonly Factor[], tree: FactorTree, coefficients: Float64Array) {
    this.factors = factors;
    this.tree = tree;
    this.coefficients = coefficients;
  }

  /**
   * Adds the Shapley values for some rows of the background.
   *
   * @param rows positions in the block, for which the factors are prepared
   * @param nodes of the quadrature
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
    quadrature.nodes.forEach((t, q) => {
      this.multiply(block, classes, t);
      this.differentiate(block, classes, times);
      this.collect(classes, times, t, quadrature.weights[q]!, contributions);
    });
  }

  /** Makes room for all classes of a block. */
  private reserve({ nodes }: Block): void {
    const { rowCounts, root } = this.tree;
    for (let node = 0; node < root; node++) {
      const length = nodes[node]!.count * rowCounts[node]!;
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
  private multiply({ nodes }: Block, classes: readonly (readonly number[])[], t: number): void {
    const { factors, products } = this;
    const { joins, rowCounts, root } = this.tree;
    factors.forEach((factor, f) => {
      if (f === root) return;
      for (const own of classes[f]!) factor.evaluate(t, own, products[f]!, own * factor.rowCount);
    });
    for (let j = 0; j < joins.length - 1; j++) {
      const node = factors.length + j;
      const { left, right, starts, rightRows } = joins[j]!;
      const { left: leftClasses, right: rightClasses } = nodes[node]!;
      for (const own of classes[node]!) {
        const leftAt = leftClasses[own]! * rowCounts[left]!;
        const rightAt = rightClasses[own]! * rowCounts[right]!;
        const at = own * rowCounts[node]!;
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
          isRoot ? 0 : c * rowCounts[node]!,
          isRoot ? times[c]! : 1,
          products[left]!,
          leftClasses[c]! * rowCounts[left]!,
          products[right]!,
          rightClasses[c]! * rowCounts[right]!,
          derivatives[left]!,
          derivatives[right]!,
        );
      }
    }
  }

  /** Adds what the inputs contribute at a node of the quadrature. */
  private collect(
    classes: readonly (readonly number[])[],
    times: Float64Array,
    t: number,
    weight: number,
    contributions: Float64Array,
  ): void {
    const { factors, derivatives, coefficients } = this;
    factors.forEach((factor, f) => {
      const isRoot = f === this.tree.root;
      for (const own of classes[f]!)
        if (isRoot) factor.contribute(t, own, coefficients, 0, weight * times[own]!, contributions);
        else factor.contribute(t, own, derivatives[f]!, own * factor.rowCount, weight, contributions);
    });
  }
}
