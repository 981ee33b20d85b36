import { randomBytes } from "node:crypto";
import type { Role } from "@signalbox/api-contract";
import { addLoginCode, type LoginCodeRecord } from "../state/index.ts";
import { hashSecret, makeSecret, type Random } from "./token.ts";

const lifetimeMs = 10 * 60_000;

/** A new login code for a role, and what is kept of it. */
export function makeLoginCode(
  role: Role,
  now: number,
  random: Random,
): { readonly code: string; readonly record: LoginCodeRecord } {
  const code = makeSecret(random);
  const record = { hash: hashSecret(code), tokenId: null, role, expiresAt: now + lifetimeMs };
  return { code, record };
}

/**
 * Makes a login code from beside a running gateway, as `signalbox login` does: whoever may write the
 * data directory may sign in.
 * @throws {StateError} where the data directory is not a gateway's, or takes no writes.
 */
export async function makeLoginCodeBeside(options: {
  readonly dataDir: string;
  readonly role: Role;
  readonly now: () => number;
  readonly random?: Random;
}): Promise<string> {
  const { code, record } = makeLoginCode(
    options.role,
    options.now(),
    options.random ?? randomBytes,
  );
  await addLoginCode({ dataDir: options.dataDir, ...record });
  return code;
}
