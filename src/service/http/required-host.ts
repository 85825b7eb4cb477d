// The header `Host`, which every request of HTTP/1.1 must have. Node would refuse a request without
// it by a response without a body.

import { ServiceError } from "../errors/errors.js";
import type { RequestHook } from "./route-hooks.js";

/** Refuses requests of HTTP/1.1 without `Host`. */
export const requireHost: RequestHook = ({ raw: { headers, httpVersion } }) => {
  if (headers.host === undefined && httpVersion === "1.1")
    throw new ServiceError(400, "BadRequestError", "expected the header Host");
  return undefined;
};
