// Routes that monitoring must always reach. They need no API key, have no rate limit, and are
// served even under overload.

/** The configuration of an open route. */
export const OPEN = { open: true } as const;

/** Returns whether a route is open. */
export function isOpen({ config }: { readonly config?: object }): boolean {
  return config !== undefined && "open" in config;
}
