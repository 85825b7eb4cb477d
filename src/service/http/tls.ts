// TLS: the certificate files, and the ciphers.

import { readFile } from "node:fs/promises";
import type { SecureContextOptions } from "node:tls";

/** Certificate files, in PEM. */
export interface TlsOptions {
  /** Path of the certificate chain. */
  readonly cert: string;
  /** Path of the private key. */
  readonly key: string;
}

/**
 * Ciphers with forward secrecy: all of TLS 1.3, and of TLS 1.2 those with ephemeral elliptic curve
 * keys and authenticated encryption. Node's default also has the exchange of keys by RSA. Whoever
 * obtains the private key later can then read recorded connections.
 */
const CIPHERS = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE+AESGCM",
  "ECDHE+CHACHA20",
].join(":");

/**
 * Reads the certificate files.
 *
 * @throws Error of the file system
 */
export async function readSecureContext({ cert, key }: TlsOptions): Promise<SecureContextOptions> {
  return { cert: await readFile(cert), key: await readFile(key), ciphers: CIPHERS, minVersion: "TLSv1.2" };
}
