// What is known at load about one column between two steps. Every covered step works column by column, so each column goes back to one input.

/** A column on its way from an input to the regressor. */
export interface Column {
  /** Position of its value in the row of cells. */
  readonly cell: number;
  /** Position of the input that it comes from. */
  readonly input: number;
  /** What the cell holds: a number, or the code of a string in the vocabulary. */
  readonly kind: "number" | "string";
  /** Whether the cell holds the input's value itself, missing values apart. */
  readonly raw: boolean;
  /** What stands in for a missing value, as the cell holds it; undefined while nothing imputes it and the cell would be NaN. */
  readonly fill: number | undefined;
}
