// Resolves the address to listen on, and listens.

import { lookup } from "node:dns/promises";
import { type ApiKey, checkListenAddress, type Service } from "../../service/index.js";
import { Failure } from "../failure.js";
import type { Settings } from "./settings.js";

/**
 * Returns the address of the host.
 *
 * @throws Failure if the host has no address, or if other machines reach it and there are no keys
 */
export async function listenAddress({ host, allowAnonymous }: Settings, apiKeys: readonly ApiKey[]): Promise<string> {
  // A name may have several addresses. The service listens on the one that is checked.
  const { address } = await lookup(host).catch(({ code }: NodeJS.ErrnoException) => {
    throw new Failure(`${host} has no address (${code}): name one of this machine with --host`);
  });
  try {
    checkListenAddress(address, { apiKeys, allowAnonymous });
  } catch (error) {
    const advice = "set API_KEYS or --api-keys-file, or give --allow-unauthenticated";
    throw new Failure(`${(error as Error).message}: ${advice}`);
  }
  return address;
}

/** @throws Failure that says what to do */
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
      return new Failure(`port ${port} of ${host} is in use: stop the program there, or choose another with --port`);
    case "EACCES":
      return new Failure(`this user may not listen on port ${port}: choose one from 1024 with --port`);
    case "EADDRNOTAVAIL":
      return new Failure(`${host} is not an address of this machine: name one that is with --host`);
    default:
      return new Failure(`cannot listen on port ${port} of ${host}: ${message}`);
  }
}
