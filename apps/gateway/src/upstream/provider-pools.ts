import { isIP } from "node:net";
import type { Pool } from "undici";
import type { ProviderConfig } from "../config/index.ts";
import { isPrivateAddress, PrivateAddressError, publicLookup } from "./private-address.ts";

/** Loaded when it is first needed, or before: it would be a good part of the time that a start takes. */
export const loadHttpClient = async () => import("undici");

/** Keep-alive connections, a pool for each provider, made when it is first called. */
export class ProviderPools {
  readonly #pools = new Map<string, Pool>();

  async poolOf(provider: ProviderConfig, baseUrl: URL): Promise<Pool> {
    const known = this.#pools.get(provider.name);
    if (known !== undefined) return known;
    const host = baseUrl.hostname.replace(/^\[|\]$/g, "");
    if (!provider.allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) {
      throw new PrivateAddressError(provider.name, host);
    }
    const client = await loadHttpClient();
    const made = this.#pools.get(provider.name);
    if (made !== undefined) return made;
    const pool = new client.Pool(baseUrl.origin, {
      connections: provider.maxConcurrent,
      pipelining: 1,
      connect: {
        timeout: provider.timeouts.connectMs,
        keepAlive: true,
        keepAliveInitialDelay: 15_000,
        ...(provider.allowPrivate ? {} : { lookup: publicLookup }),
      },
      maxHeaderSize: 64 * 1024,
    });
    this.#pools.set(provider.name, pool);
    return pool;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}
