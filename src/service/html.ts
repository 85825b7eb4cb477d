// HTML as tagged templates. Values are escaped, unless they are HTML themselves.

/** Text that is HTML. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template may hold. Undefined and false are nothing, and a list is all of its items. */
type Content = Html | string | number | undefined | false | readonly Content[];

/**
 * Returns a template with its values escaped.
 *
 * @example
 * html`<p>${"a < b"}</p>`.text; // <p>a &lt; b</p>
 */
export function html(template: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(template.reduce((text, part, i) => text + write(values[i - 1]) + part));
}

function write(content: Content): string {
  if (content instanceof Html) return content.text;
  if (content === undefined || content === false) return "";
  return typeof content === "object" ? content.map(write).join("\n") : escapeHtml(`${content}`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text, also for attributes in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
