import { isIP } from "node:net";
import type { Pool } from "undici";
import type { ProviderConfig } from "../config/index.ts";
import { isPrivateAddress, PrivateAddressError } from "../network/private-address.ts";
import { createNameLookup, systemResolve, type ResolveName } from "./name-lookup.ts";

/** Loaded when it is first needed, or before: it would be a good part of the time that a start takes. */
export const loadHttpClient = async () => import("undici");

/** An idle connection is given up by then, whatever its provider promises: it may have died unseen. */
const maxIdleMs = 30_000;
/** Then a silent one is asked every second whether it is still there, and given up after ten. */
const keepAliveAfterMs = 15_000;

interface KnownPool {
  readonly providerName: string;
  readonly pool: Pool;
}

/** Keep-alive connections, a pool for each provider as it is configured, made when it is first called. */
export class ProviderPools {
  readonly #pools = new Map<string, KnownPool>();
  /** Those that finish what they have and take nothing more. */
  readonly #retiring = new Set<Pool>();
  readonly #resolve: ResolveName;

  constructor(resolve: ResolveName = systemResolve) {
    this.#resolve = resolve;
  }

  async poolOf(provider: ProviderConfig, baseUrl: URL): Promise<Pool> {
    const key = keyOf(provider, baseUrl);
    const known = this.#pools.get(key);
    if (known !== undefined) return known.pool;
    const host = baseUrl.hostname.replace(/^\[|\]$/g, "");
    if (!provider.allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) {
      throw new PrivateAddressError(provider.name);
    }
    const client = await loadHttpClient();
    const made = this.#pools.get(key);
    if (made !== undefined) return made.pool;
    const pool = new client.Pool(baseUrl.origin, {
      connections: provider.maxConcurrent,
      pipelining: 1,
      connect: {
        timeout: provider.timeouts.connectMs,
        keepAlive: true,
        keepAliveInitialDelay: keepAliveAfterMs,
        lookup: createNameLookup({
          resolve: this.#resolve,
          connectMs: provider.timeouts.connectMs,
          allowPrivate: provider.allowPrivate,
        }),
      },
      keepAliveMaxTimeout: maxIdleMs,
      maxHeaderSize: 64 * 1024,
    });
    this.#pools.set(key, { providerName: provider.name, pool });
    return pool;
  }

  /** Closes a provider's connections once the exchanges on them have ended; the next call makes new ones. */
  forget(providerName: string): void {
    for (const [key, { providerName: name, pool }] of this.#pools) {
      if (name !== providerName) continue;
      this.#pools.delete(key);
      this.#retiring.add(pool);
      // Who has just been given the pool has begun its exchange by then.
      setImmediate(() => void this.#retire(pool));
    }
  }

  async close(): Promise<void> {
    const pools = [...Array.from(this.#pools.values(), ({ pool }) => pool), ...this.#retiring];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  async #retire(pool: Pool): Promise<void> {
    try {
      await pool.close();
    } catch {
      // It was destroyed meanwhile, with the gateway.
    }
    this.#retiring.delete(pool);
  }
}

/** A run that began before its provider changed goes on with what it began with. */
function keyOf({ name, allowPrivate, maxConcurrent, timeouts }: ProviderConfig, url: URL): string {
  return [name, url.origin, allowPrivate, maxConcurrent, timeouts.connectMs].join(" ");
}
