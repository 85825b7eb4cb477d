import { resolve } from "node:path";
import type { NextConfig } from "next";

// The model file and the package lie outside of this folder. In a project of your own they do not,
// and the default will do.
export default { turbopack: { root: resolve("../..") } } satisfies NextConfig;
