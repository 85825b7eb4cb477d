// The Shapley values of a model: the sum of those of its parts, because they are linear in the
// game. Kernel machines have a formula. Columns that share no input are games of their own.

import type { AdditiveForm, Term } from "./additive-form.js";
import { connectInputs } from "./components.js";
import { addByEnumeration, MAX_ENUMERATED } from "./enumeration.js";
import { KernelGame } from "./kernel-game.js";
import { MixGame } from "./mix-game.js";
import { Mixer } from "./mixer.js";
import { addByPermutations } from "./permutations.js";
import type { ShapleyValues } from "./shapley-values.js";

/** The most predictions that an estimate takes, unless the options say otherwise. */
const PREDICTIONS = 20_000;

/** Computes the Shapley values of a model for one background. */
export class ShapleyComputation {
  /** Whether all contributions are exact. */
  readonly exact: boolean;
  private readonly mixer: Mixer;
  private readonly background: readonly Float64Array[];
  private readonly pairs: number | undefined;
  private readonly bases: Float64Array;
  /** Terms of one input, with their means for the background. */
  private readonly single: readonly { readonly term: Term; readonly mean: number }[];
  /** Terms of several inputs. */
  private readonly games: readonly MixGame[];
  private readonly kernels: readonly { readonly game: KernelGame; readonly weights: readonly number[] }[];

  /**
   * @param background rows of a cell per input
   * @param permutations for each row of the background. Default: as many as take `PREDICTIONS`
   * @throws ExplainError `MIX_REJECTED`
   */
  constructor(form: AdditiveForm, background: readonly Float64Array[], permutations: number | undefined) {
    const { terms, machines } = form;
    this.mixer = new Mixer(form.program, form.size);
    this.background = background;
    this.pairs = permutations && permutations / 2;
    const cells = background.map((row) => this.runOn(row));
    const means = terms.map(({ cell }) => cells.reduce((sum, own) => sum + own[cell]! / cells.length, 0));
    this.single = terms.flatMap((term, i) => (term.inputs.length === 1 ? [{ term, mean: means[i]! }] : []));
    const several = terms.filter(({ inputs }) => inputs.length > 1);
    this.games = connectInputs(several.map(({ inputs }) => inputs)).map((players) => {
      return new MixGame(
        this.mixer,
        players,
        several.filter(({ inputs }) => players.includes(inputs[0]!)),
      );
    });
    this.exact = this.games.every(({ players }) => players.length <= MAX_ENUMERATED);
    this.kernels = machines.map(({ machine, weights }) => {
      return { game: new KernelGame(machine, this.mixer, background[0]!.length, cells), weights };
    });
    this.bases = Float64Array.from(form.constants, (constant, t) => {
      const ofTerms = terms.reduce((sum, { weights }, i) => sum + weights[t]! * means[i]!, constant);
      return this.kernels.reduce((sum, { game, weights }) => sum + weights[t]! * game.base, ofTerms);
    });
  }

  /**
   * Computes the Shapley values of a record.
   *
   * @param record a cell per input
   * @throws ExplainError `MIX_REJECTED`
   */
  compute(record: Float64Array): ShapleyValues {
    const { background, bases } = this;
    const contributions = new Float64Array(bases.length * record.length);
    const variances = new Float64Array(contributions.length);
    const cells = this.runOn(record);
    for (const { term, mean } of this.single)
      term.weights.forEach((weight, t) => {
        contributions[t * record.length + term.inputs[0]!]! += weight * (cells[term.cell]! - mean);
      });
    for (const { game, weights } of this.kernels) {
      const own = new Float64Array(record.length);
      game.addContributions(cells, own);
      weights.forEach((weight, t) => {
        own.forEach((contribution, i) => {
          contributions[t * record.length + i]! += weight * contribution;
        });
      });
    }
    for (const game of this.games)
      if (game.players.length <= MAX_ENUMERATED) addByEnumeration(game, { record, background }, contributions);
      else addByPermutations(game, { record, background }, this.pairsFor(game), contributions, variances);
    return { bases, contributions, variances };
  }

  /** Returns all cells of a row. */
  private runOn(row: Float64Array): Float64Array {
    this.mixer.run(row);
    return this.mixer.cells.slice();
  }

  /** Returns how many pairs of permutations an estimate takes for each row of the background. */
  private pairsFor({ players }: MixGame): number {
    return this.pairs ?? Math.max(2, Math.round(PREDICTIONS / (2 * players.length * this.background.length)));
  }
}
