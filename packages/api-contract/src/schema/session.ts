import { z } from "zod";
import { backward, isForward } from "./is-forward.ts";
import { clientChosenId, epochMs, usd } from "./words.ts";

/** A conversation, or what a client called one session, and what its requests came to. */
export const sessionRow = z.object({
  sessionId: z.string(),
  client: z.string(),
  clientId: z.string(),
  /** The key of its lane. */
  lane: z.string(),
  /** Of the conversation that is kept; 0 where none is, as for what is passed through. */
  messages: z.number(),
  createdAt: epochMs,
  updatedAt: epochMs,
  /** Of those that stored history has, and that ended. */
  requests: z.number(),
  failed: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Of the requests whose cost is known; null where none of them has one. */
  costUsd: usd,
  /** Requests without a known cost: what they cost comes on top. */
  unpriced: z.number(),
  /** Hand it back as `before` for the next page. */
  cursor: z.string(),
});
export type SessionRow = z.infer<typeof sessionRow>;

export const sessionListInput = z
  .strictObject({
    limit: z.number().int().min(1).max(500).default(100),
    /** The cursor of a row: those that were quiet before it. */
    before: z.string().max(500).optional(),
    /** Found in its name or its client's; of letters, the case of a to z is no matter. */
    text: z.string().max(200).optional(),
    client: z.string().optional(),
    /** Those in which a request failed. */
    failed: z.boolean().optional(),
    /** Those that something happened in at or after then… */
    from: epochMs.optional(),
    /** …and that had begun by then. */
    to: epochMs.optional(),
  })
  .refine(isForward, backward)
  .prefault({});
export type SessionListInput = z.infer<typeof sessionListInput>;

export const sessionGetInput = z.strictObject({
  sessionId: clientChosenId,
  /** Whose it is: tokens may give the same name. Where it is left out, the one that was used last. */
  clientId: z.string().max(200).optional(),
});
export type SessionGetInput = z.infer<typeof sessionGetInput>;
