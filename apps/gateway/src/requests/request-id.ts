import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 16;

const pooledBytes = 4_096;

/** Random bytes taken from a larger draw: asking the system for a few costs as much as for many. */
export function createPooledRandom(): (size: number) => Buffer {
  let pool = randomBytes(pooledBytes);
  let used = 0;
  return (size) => {
    if (used + size > pool.length) {
      pool = randomBytes(pooledBytes);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}

/**
 * A ULID: 26 characters that sort by time, 48 bits of milliseconds and 80 random ones.
 * Source: github.com/ulid/spec.
 */
export function newRequestId(now: number, random: (size: number) => Buffer = randomBytes): string {
  let time = "";
  let rest = now;
  for (let index = 0; index < timeLength; index += 1) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let tail = "";
  for (const byte of random(randomLength)) tail += alphabet.charAt(byte % 32);
  return time + tail;
}
