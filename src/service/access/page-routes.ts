// Routes for people in browsers. A browser cannot send an API key in a header of its own, so these
// routes also take it as a password.

/** The configuration of such a route. */
export const PAGE = { page: true } as const;

/** Returns whether people read a route in browsers. */
export function isPage({ config }: { readonly config?: object }): boolean {
  return config !== undefined && "page" in config;
}
