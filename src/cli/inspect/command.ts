// The commands that describe a model.

import type { Command } from "commander";
import type { AnyModel } from "../model.js";
import { printLines } from "../terminal.js";
import { text } from "../values.js";

/** Describes a model. Its module is only imported when its command runs. */
type Describe = (model: AnyModel) => string;

interface ExplainOptions {
  readonly model?: string;
  readonly background?: string;
}

/** Adds the commands. */
export function addInspection(program: Command): void {
  add("info", "what a model predicts, how it was made, and how good it is", async () => {
    const { describeInfo } = await import("./info.js");
    return describeInfo;
  });
  add("inputs", "the inputs of a record: kinds, ranges and categories", async () => {
    const { describeInputs } = await import("./inputs.js");
    return describeInputs;
  });
  add("schema", "the JSON Schema of a record", async () => (model) => JSON.stringify(model.inputSchema, undefined, 2));
  add("verify", "recompute the rows that Python predicted, and say how far off they are", async () => {
    const { describeVerification } = await import("./verify.js");
    return describeVerification;
  });
  add("types", "a TypeScript declaration of a record and its prediction", async () => {
    const { declarePrediction, declareRecord } = await import("./declaration.js");
    return ({ info, inputs, targets }) => {
      const record = declareRecord(info.name, inputs);
      return targets.length === 1 ? record : `${record}\n${declarePrediction(info.name, targets)}`;
    };
  });
  modelOption(program.command("explain").argument("<file>", 'a JSON record; "-" for standard input'))
    .description("why the model predicts what it does for a record: contributions of inputs, and all steps")
    .option("--background <file>", "rows to compare with, CSV or JSON (default: those of the model file)", text)
    .action(async (file: string, { model: path, background }: ExplainOptions) => {
      const [{ explain, loadExplainable }, { readJson }, { readBackground }] = await Promise.all([
        import("./explain.js"),
        import("./json.js"),
        import("./background.js"),
      ]);
      const explainable = await loadExplainable(
        path,
        background === undefined ? undefined : ({ inputs }) => readBackground(background, inputs),
      );
      const record = await readJson(file, "one record, an object keyed by input name");
      await printLines(explain(explainable, record, file));
    });

  function add(name: string, about: string, load: () => Promise<Describe>): void {
    modelOption(program.command(name))
      .description(about)
      .action(async ({ model: path }: { readonly model?: string }) => {
        const [{ loadModelFile }, describe] = await Promise.all([import("../model.js"), load()]);
        await printLines(describe(await loadModelFile(path)));
      });
  }
}

function modelOption(command: Command): Command {
  return command.option("--model <file>", "the model file (default: the included model)", text);
}
