import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 16;

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
