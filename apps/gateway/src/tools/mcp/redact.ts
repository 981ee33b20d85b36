import type { McpServerConfig } from "../../config/index.ts";

/** A shorter one is a word or a number: hiding it would hide words. */
const shortestSecret = 12;

/** Takes out of a server's texts what it was handed as secret: its environment, its headers. */
export type Redact = (text: string) => string;

export function redactFor(server: McpServerConfig): Redact {
  const handed = [...(server.kind === "command" ? server.env : server.headers).values()];
  const secrets = handed
    .map((secret) => secret.reveal())
    .filter((value) => !isPlace(value))
    // `Bearer abc…` is as secret without its first word.
    .flatMap((value) => [value].concat(value.split(/\s+/)))
    .filter((part) => part.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

/** A path, or an address without a password or query: what tools work with, and talk of. */
function isPlace(value: string): boolean {
  if (/^(?:~|\.{1,2})?\//.test(value)) return true;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}
