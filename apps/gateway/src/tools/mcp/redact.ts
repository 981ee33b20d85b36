import type { McpServerConfig, Secret } from "../../config/index.ts";

/** A shorter one is a word or a number: hiding it would hide words. */
const shortestSecret = 12;

/** Takes out of a server's texts what it was handed as secret: its environment, its headers. */
export type Redact = (text: string) => string;

export function redactFor(server: McpServerConfig): Redact {
  const secrets = [...(server.kind === "command" ? server.env : server.headers).values()].flatMap(
    partsOf,
  );
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

/** `Bearer abc…` is as secret without its first word. */
function partsOf(secret: Secret): string[] {
  const value = secret.reveal();
  const parts = [value, ...value.split(/\s+/)];
  return [...new Set(parts)]
    .filter((part) => part.length >= shortestSecret)
    .toSorted((a, b) => b.length - a.length);
}
