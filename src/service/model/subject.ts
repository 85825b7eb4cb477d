// The subject of a request or a record: whom or what it is about. A subject stays with its variant.

/** Where the subject is: the id of the API key, a header, or an input of the record. */
export type SubjectSource =
  | { readonly from: "key" }
  | { readonly from: "header"; readonly name: string }
  | { readonly from: "input"; readonly name: string };

const SOURCE = /^(?:(key)|(header):([\w!#$%&'*+.^`|~-]+)|(input):(.+))$/s;

/**
 * Parses `key`, `header:NAME` or `input:NAME`. The input may also be a key of the record that no
 * model reads.
 *
 * @returns undefined for any other text
 */
export function parseSubject(text: string): SubjectSource | undefined {
  const [, key, header, headerName, , input] = SOURCE.exec(text) ?? [];
  if (key !== undefined) return { from: "key" };
  // Node has the names of headers in lower case.
  if (header !== undefined) return { from: "header", name: headerName!.toLowerCase() };
  return input === undefined ? undefined : { from: "input", name: input };
}
