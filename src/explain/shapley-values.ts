// Shapley values, as the parts of a model add them up.

/** The Shapley values of a record. */
export interface ShapleyValues {
  /** The mean of the predictions for the background, one per target. */
  readonly bases: Float64Array;
  /** A number per input for each target, target by target. */
  readonly contributions: Float64Array;
  /** The variances of the contributions that are estimated, 0 for the others. */
  readonly variances: Float64Array;
}
