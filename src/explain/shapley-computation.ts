// The Shapley values of a model: the sum of those of its parts, because they are linear in the
// game. Parts that share no input are games of their own.

import type { AdditiveForm } from "./additive-form.js";
import { connectInputs } from "./components.js";
import { addByEnumeration, MAX_ENUMERATED } from "./enumeration.js";
import { MixGame } from "./mix-game.js";
import { addByPermutations } from "./permutations.js";
import type { ShapleyValues } from "./shapley-values.js";

/** The most predictions that an estimate takes, unless the options say otherwise. */
const PREDICTIONS = 20_000;

/** Computes the Shapley values of a model for one background. */
export class ShapleyComputation {
  /** Whether all contributions are exact. */
  readonly exact: boolean;
  private readonly background: readonly Float64Array[];
  private readonly games: readonly MixGame[];
  private readonly pairs: number | undefined;
  private readonly bases: Float64Array;

  /**
   * @param background rows of a cell per input
   * @param permutations for each row of the background. Default: as many as take `PREDICTIONS`
   * @throws ExplainError `MIX_REJECTED`
   */
  constructor(form: AdditiveForm, background: readonly Float64Array[], permutations: number | undefined) {
    this.background = background;
    this.pairs = permutations && Math.ceil(permutations / 2);
    this.games = connectInputs(form.terms.map(({ inputs }) => inputs)).map(
      (players) =>
        new MixGame(
          form,
          players,
          form.terms.filter(({ inputs }) => inputs.some((i) => players.includes(i))),
        ),
    );
    this.exact = this.games.every(({ players }) => players.length <= MAX_ENUMERATED);
    this.bases = Float64Array.from(form.constants);
    const all = new MixGame(form, [], form.terms);
    const sums = new Float64Array(form.constants.length);
    for (const row of background) all.addValues(row, sums, 0);
    sums.forEach((sum, t) => {
      this.bases[t]! += sum / background.length;
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
    for (const game of this.games)
      if (game.players.length <= MAX_ENUMERATED) addByEnumeration(game, { record, background }, contributions);
      else addByPermutations(game, { record, background }, this.pairsFor(game), contributions, variances);
    return { bases, contributions, variances };
  }

  /** Returns how many pairs of permutations an estimate takes for each row of the background. */
  private pairsFor({ players }: MixGame): number {
    return this.pairs ?? Math.max(2, Math.round(PREDICTIONS / (2 * players.length * this.background.length)));
  }
}
