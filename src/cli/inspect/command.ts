// The commands that tell about a model: each prints, and ends.

import type { Command } from "commander";
import type { AnyModel } from "../model.js";
import { text } from "../values.js";

/** What is printed of a model, in the module that is imported only when it is asked for. */
type Describe = (model: AnyModel) => string;

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
  add("types", "a TypeScript declaration of a record", async () => {
    const { declareRecord } = await import("./declaration.js");
    return (model) => declareRecord(model.info.name, model.inputs);
  });
  modelOption(program.command("explain").argument("<file>", 'a JSON record; "-" for standard input'))
    .description("the plan of the regressor, and the transformed row, prediction and warnings of a record")
    .action(async (file: string, { model: path }: { readonly model?: string }) => {
      const [{ loadModelFile }, { explain, readRecord }] = await Promise.all([
        import("../model.js"),
        import("./explain.js"),
      ]);
      const model = await loadModelFile(path);
      print(explain(model, await readRecord(file), file));
    });

  function add(name: string, about: string, load: () => Promise<Describe>): void {
    modelOption(program.command(name))
      .description(about)
      .action(async ({ model: path }: { readonly model?: string }) => {
        const [{ loadModelFile }, describe] = await Promise.all([import("../model.js"), load()]);
        print(describe(await loadModelFile(path)));
      });
  }
}

function modelOption(command: Command): Command {
  return command.option("--model <file>", "the model file; the included model if there is none", text);
}

function print(said: string): void {
  process.stdout.write(said.endsWith("\n") ? said : `${said}\n`);
}
