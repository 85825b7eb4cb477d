// The game of a component: a set of inputs takes its values from the record, the other inputs take
// theirs from a row of the background.
//
//   v(S) = mean over background rows b of f(x_S, b_¬S)
//
// This is the interventional game of S. Lundberg and S.-I. Lee, "A unified approach to interpreting
// model predictions", NeurIPS 2017, as `shap` computes it.

import type { Term } from "./additive-form.js";
import type { Mixer } from "./mixer.js";

/** The record and the background, as cells of the inputs. */
export interface Rows {
  /** A cell per input. */
  readonly record: Float64Array;
  /** Rows of a cell per input. */
  readonly background: readonly Float64Array[];
}

/** Computes f for mixes of a record and rows of the background. */
export class MixGame {
  /** Positions of the inputs that f depends on. */
  readonly players: readonly number[];
  readonly targetCount: number;
  private readonly mixer: Mixer;
  private readonly terms: readonly Term[];

  /** @param terms those that f is the sum of */
  constructor(mixer: Mixer, players: readonly number[], terms: readonly Term[]) {
    this.mixer = mixer;
    this.players = players;
    this.terms = terms;
    this.targetCount = terms[0]!.weights.length;
  }

  /**
   * Adds f of a row to the values of the targets.
   *
   * @param row a cell per input
   * @param values receives one number per target, from `at` on
   * @throws ExplainError `MIX_REJECTED`
   */
  addValues(row: Float64Array, values: Float64Array, at: number): void {
    const { mixer, terms } = this;
    mixer.run(row);
    for (const { cell, weights } of terms) {
      const value = mixer.cells[cell]!;
      for (let t = 0; t < weights.length; t++) values[at + t]! += weights[t]! * value;
    }
  }
}
