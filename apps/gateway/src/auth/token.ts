import { hash } from "node:crypto";

/** Random bytes; the machine's own generator outside tests. */
export type Random = (size: number) => Uint8Array;

const secretBytes = 32;
const idBytes = 8;
const prefix = "sbx_";

/** A new token: `sbx_<id>.<secret>`, the secret 256 random bits. */
export function makeToken(random: Random): { readonly id: string; readonly token: string } {
  const id = Buffer.from(random(idBytes)).toString("hex");
  return { id, token: `${prefix}${id}.${makeSecret(random)}` };
}

/** 256 random bits as text that fits URLs, headers and cookies. */
export function makeSecret(random: Random): string {
  return Buffer.from(random(secretBytes)).toString("base64url");
}

/** The id within a token, or null where the text is no token of ours. */
export function tokenIdOf(token: string): string | null {
  if (!token.startsWith(prefix)) return null;
  const dot = token.indexOf(".");
  return dot < 0 ? null : token.slice(prefix.length, dot);
}

/** What is kept of a token. */
export function hashToken(token: string): Buffer {
  // By way of text: a buffer from the digest itself takes twice as long.
  return Buffer.from(hash("sha256", token, "base64"), "base64");
}

/** What is kept of a login code or of a cookie's value. */
export function hashSecret(secret: string): string {
  return hash("sha256", secret, "hex");
}
