import type { Config } from "../config/index.ts";

type Bound = Pick<Config, "host" | "tls" | "publicUrls">;

/** An address that stands for all of them is none that a client could name; loopback is one of them. */
const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** Where a server listens, without a trailing slash. */
export function boundUrl({ host, tls }: Pick<Bound, "host" | "tls">, port: number): string {
  const named = wildcards[host] ?? host;
  const shown = named.includes(":") ? `[${named}]` : named;
  return `${tls === null ? "http" : "https"}://${shown}:${port}`;
}

/** Where people and clients reach it, without a trailing slash. */
export function publicUrlOf(config: Bound, port: number): string {
  return config.publicUrls[0] ?? boundUrl(config, port);
}
