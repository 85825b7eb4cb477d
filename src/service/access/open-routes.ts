// Routes for everybody: whoever watches over a service must always reach them. They need no API key, and are neither limited nor turned away.

/** The configuration of an open route. */
export const OPEN = { open: true } as const;

/** Whether a route is open. */
export function isOpen({ config }: { readonly config?: object }): boolean {
  return config !== undefined && "open" in config;
}
