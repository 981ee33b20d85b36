import { z } from "zod";
import { epochMs, role } from "./words.ts";

export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1).max(64),
  role,
  expiresAt: epochMs.optional(),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

/** The secret is in this answer and nowhere after it. */
export const createdToken = z.object({ id: z.string(), token: z.string() });
export type CreatedToken = z.infer<typeof createdToken>;

export const tokenRow = z.object({
  id: z.string(),
  name: z.string(),
  role,
  createdAt: epochMs,
  expiresAt: epochMs.nullable(),
  lastUsedAt: epochMs.nullable(),
  revokedAt: epochMs.nullable(),
});
export type TokenRow = z.infer<typeof tokenRow>;

export const tokenIdInput = z.strictObject({ id: z.string().min(1).max(64) });

/** Who asks. */
export const whoami = z.object({
  id: z.string(),
  name: z.string(),
  role,
});
export type Whoami = z.infer<typeof whoami>;
