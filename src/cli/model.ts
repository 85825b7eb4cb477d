// The model that a command uses: of a file, or the included model.

import { readFile } from "node:fs/promises";
import { type InputRecord, loadModel, type Model, ModelFileError, type Prediction } from "../index.js";
import { EXIT, Failure, fileFailure } from "./failure.js";

/** Any model. */
export type AnyModel = Model<InputRecord, Prediction>;

/**
 * Returns the text of a model file.
 *
 * @throws Failure if the file cannot be read
 */
export async function readModelText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw fileFailure(error, `the model file ${path}`, "read", EXIT.model);
  }
}

/**
 * Loads a model.
 *
 * @param text of a model file. Undefined for the included model
 * @param path of the file, for the message
 * @throws Failure if the file is refused
 */
export async function openModel(text: string | undefined, path: string | undefined): Promise<AnyModel> {
  if (text === undefined) {
    const { model } = await import("../absenteeism/index.js");
    return model as unknown as AnyModel;
  }
  try {
    return loadModel(text, { targets: "any" });
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new Failure(`the model file ${path} is refused: ${describeProblems(error)}. Export it again`, EXIT.model);
  }
}

/** Reads and loads a model. */
export async function loadModelFile(path: string | undefined): Promise<AnyModel> {
  return openModel(path === undefined ? undefined : await readModelText(path), path);
}

const PROBLEMS_IN_A_LINE = 3;

/**
 * Lists the first problems. A message about a verification input would quote it, and verification
 * inputs are rows of training data.
 */
export function describeProblems({ code, issues }: Pick<ModelFileError, "issues"> & { readonly code: string }): string {
  const shown = issues.slice(0, PROBLEMS_IN_A_LINE).map(({ path, message }) => {
    const said = path.includes("/verification/inputs/") ? "is not accepted by the model" : message;
    return `${path} ${said}`.trimStart();
  });
  const rest = issues.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? `, and ${rest} more problems` : ""} (${code})`;
}
