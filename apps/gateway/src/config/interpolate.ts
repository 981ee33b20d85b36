/**
 * `${NAME}` in the file's strings stands for a variable, `$${` for a plain `${`.
 *
 * A brace ends a plain scalar inside YAML's `{ … }`, so before the text is parsed the marks below,
 * which Unicode keeps out of text, take the places of `${`, `$${` and the brace that closes them:
 * one for each character, so that every position stays the same.
 */
const open = "\uFDD0";
const escaped = "\uFDD1";
const close = "\uFDD2";

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
const marked = new RegExp(`${open}${open}([^${close}]*)${close}`, "g");
const markedEscape = new RegExp(`${escaped}{3}([^${close}]*)${close}`, "g");
const anyForm = new RegExp(`${marked.source}|${markedEscape.source}|\\$\\$\\{`, "g");
const anyMark = new RegExp(`[${open}${escaped}${close}]`);

/** Whether the text holds a character that this file needs for itself. */
export function hasMarks(text: string): boolean {
  return anyMark.test(text);
}

/** Makes every `${…}` safe to parse as YAML. Lines and columns stay. */
export function mark(text: string): string {
  return text.replace(
    /(\$?)\$\{([^{}"'\r\n]*)\}/g,
    (_, dollar: string, name: string) =>
      (dollar === "" ? open.repeat(2) : escaped.repeat(3)) + name + close,
  );
}

/** The text as its author wrote it. */
export function unmark(text: string): string {
  return text
    .replace(marked, (_, name: string) => `\${${name}}`)
    .replace(markedEscape, (_, name: string) => `$\${${name}}`);
}

export interface Interpolated {
  readonly text: string;
  /** The variables it took, in order. */
  readonly variables: readonly string[];
  /** What can't be resolved, as messages. */
  readonly problems: readonly string[];
}

/** A string of a parsed file, with the values of its variables. */
export function interpolate(text: string, env: Readonly<Record<string, string>>): Interpolated {
  const variables: string[] = [];
  const problems: string[] = [];
  const filled = text.replace(anyForm, (_, name?: string, plain?: string) => {
    if (plain !== undefined) return `\${${plain}}`;
    if (name === undefined) return "${";
    const value = variableName.test(name) && Object.hasOwn(env, name) ? env[name] : undefined;
    variables.push(name);
    if (value === undefined) problems.push(unresolved(name));
    return value ?? "";
  });
  return { text: filled, variables, problems };
}

function unresolved(name: string): string {
  return variableName.test(name)
    ? `the environment variable ${name} is not set; set it, or write $\${ for a plain \${`
    : `found \${${name}}, expected \${NAME}; write $\${ for a plain \${`;
}
