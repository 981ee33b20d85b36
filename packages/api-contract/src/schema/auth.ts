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
  /** Requests of it in flight. */
  inFlight: z.number(),
  /** Set by the gateway's environment, where alone it can be ended. */
  fromEnvironment: z.boolean(),
});
export type TokenRow = z.infer<typeof tokenRow>;

export const revokeTokenInput = z.strictObject({
  id: z.string().min(1).max(64),
  /** Why, for the audit log. */
  reason: z.string().trim().min(1).max(500).optional(),
});
export type RevokeTokenInput = z.infer<typeof revokeTokenInput>;

/** Who asks. */
export const whoami = z.object({
  id: z.string(),
  name: z.string(),
  role,
});
export type Whoami = z.infer<typeof whoami>;
