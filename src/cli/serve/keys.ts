// Reads the API keys, from the environment and from the file that an option names.

import { type ApiKey, readApiKeys } from "../../service/index.js";
import type { Settings } from "./settings.js";

/** @throws Error that names the position of an unusable key, or the file */
export function readKeys({ apiKeysFile }: Settings): Promise<ApiKey[]> {
  const { API_KEYS } = process.env;
  return readApiKeys({
    ...(API_KEYS !== undefined && { API_KEYS }),
    ...(apiKeysFile !== undefined && { API_KEYS_FILE: apiKeysFile }),
  });
}
