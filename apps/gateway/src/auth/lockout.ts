import { SocketAddress } from "node:net";

const windowMs = 60_000;
const allowedFailures = 10;
const maxKeys = 10_000;

/**
 * Counts failures by key and locks a key out after ten within a minute, until the first of them is a
 * minute old. It keeps 10,000 keys; beyond that the one that failed longest ago is forgotten, and counted.
 */
export class Lockout {
  readonly #failures = new Map<string, number[]>();
  readonly #maxKeys: number;
  #forgotten = 0;

  constructor(bound: number = maxKeys) {
    this.#maxKeys = bound;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  /** Milliseconds until the key may try again, or 0 where it may now. */
  waitMs(key: string, now: number): number {
    if (this.#failures.size === 0) return 0;
    const recent = this.#recent(key, now);
    const [first] = recent;
    if (first === undefined || recent.length < allowedFailures) return 0;
    return first + windowMs - now;
  }

  fail(key: string, now: number): void {
    const recent = this.#recent(key, now);
    this.#failures.delete(key);
    this.#failures.set(key, [...recent.slice(1 - allowedFailures), now]);
    if (this.#failures.size <= this.#maxKeys) return;
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
    this.#forgotten += 1;
  }

  #recent(key: string, now: number): readonly number[] {
    // A clock set back must not lock anyone out for longer than a minute.
    return (this.#failures.get(key) ?? []).filter((at) => at > now - windowMs && at <= now);
  }
}

/** One text for one address: IPv4 within IPv6 is IPv4, and a zone is no part of it. */
export function canonicalAddress(address: string): string {
  if (!address.includes(":")) return address;
  const within = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  if (within !== undefined) return within;
  const bare = address.replace(/%.*$/, "").toLowerCase();
  const parsed = SocketAddress.parse(`[${bare}]:0`)?.address ?? bare;
  const mapped = /^::ffff:(.+)$/.exec(parsed)?.[1];
  if (mapped === undefined) return parsed;
  const groups = /^([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(mapped);
  if (groups === null) return mapped;
  const bytes = [groups[1], groups[2]].flatMap((group) => {
    const value = Number.parseInt(group ?? "0", 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join(".");
}
