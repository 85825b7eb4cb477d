// What keeps the promise that nothing leaves the browser: the page may load its own files, and
// connect to nothing, not even to where it came from.

const DIRECTIVES = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "worker-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** The policy of the built page, in its meta tag and in the header of `vite preview`. */
export const CONTENT_SECURITY_POLICY: string = serialize(DIRECTIVES);

/** The policy of the development server, which tells the page about edited files. */
export const DEVELOPMENT_POLICY: string = serialize({ ...DIRECTIVES, "connect-src": "'self'" });

function serialize(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}
