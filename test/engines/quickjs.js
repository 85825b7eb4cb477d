// `node quickjs.js SCRIPT` runs a script in QuickJS, which its package brings as WebAssembly. The
// script has `print`, and nothing else.

import { readFileSync } from "node:fs";
import { getQuickJS } from "quickjs-emscripten";

const quickJs = await getQuickJS();
const context = quickJs.newContext();
context.setProp(
  context.global,
  "print",
  context.newFunction("print", (text) => console.log(context.getString(text))),
);
context.unwrapResult(context.evalCode(readFileSync(process.argv[2], "utf8")));
