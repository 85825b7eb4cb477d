// What SIGHUP renews: the log and audit files, the API keys, the certificate and the model.

import type { Service } from "../../service/index.js";
import { readKeys } from "./keys.js";
import type { Settings } from "./settings.js";

/** Renews all parts. A part that cannot be renewed stays as it was, and the log has the reason. */
export async function renew(service: Service, settings: Settings): Promise<void> {
  const {
    apiKeysFile,
    service: { tls },
  } = settings;
  const attempt = async (part: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
      service.log.info(`${part}: renewed`);
    } catch (error) {
      service.log.error({ reason: (error as Error).message }, `${part}: not renewed`);
    }
  };
  await attempt("log and audit files", async () => service.reopenFiles());
  if (apiKeysFile !== undefined)
    await attempt("API keys", async () => service.replaceApiKeys(await readKeys(settings)));
  if (tls) await attempt("certificate", () => service.renewCertificate());
  await service.models.reload();
}
