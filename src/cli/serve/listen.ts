// Where a service listens, and what is said if it cannot.

import { lookup } from "node:dns/promises";
import { type ApiKey, checkListenAddress, type Service } from "../../service/index.js";
import { Failure } from "../failure.js";
import type { Settings } from "./settings.js";

/**
 * The address of a host that this service may listen on.
 *
 * @throws Failure if the host has none, or if others could ask there without keys
 */
export async function listenAddress({ host, allowAnonymous }: Settings, apiKeys: readonly ApiKey[]): Promise<string> {
  // One address, of which it is known whether others reach it. A name may have several.
  const { address } = await lookup(host).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Failure(`${host} has no address (${code}): name one of this machine with --host`);
  });
  try {
    checkListenAddress(address, { apiKeys, allowAnonymous });
  } catch (error) {
    const advice = "set API_KEYS or --api-keys-file, or say --allow-unauthenticated";
    throw new Failure(`${(error as Error).message}: ${advice}`);
  }
  return address;
}

/** @throws Failure that says what to do about it */
export async function listen(service: Service, host: string, port: number): Promise<void> {
  try {
    await service.listen({ host, port });
  } catch (error) {
    await service.close();
    throw listenFailure(error as NodeJS.ErrnoException, host, port);
  }
}

function listenFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): Failure {
  switch (code) {
    case "EADDRINUSE":
      return new Failure(`port ${port} of ${host} is in use: end what listens there, or choose another with --port`);
    case "EACCES":
      return new Failure(`port ${port} is not for this user: choose one from 1024 with --port`);
    case "EADDRNOTAVAIL":
      return new Failure(`${host} is not an address of this machine: name one that is with --host`);
    default:
      return new Failure(`cannot listen on port ${port} of ${host}: ${message}`);
  }
}
