import { z } from "zod";
import { backward, isForward } from "./is-forward.ts";
import { epochMs, errorKind } from "./words.ts";

/** What a group of failures has more of than everything else has. */
export const trait = z.object({
  /** `provider`, `model`, `tool`, `channel`, `client`, `agent` or `lane`. */
  dimension: z.string(),
  value: z.string(),
  /** 0…1 of the group's failures. */
  share: z.number(),
  /** 0…1 of all other requests in the window (of all other failures, for lanes; tool calls, for tools). */
  shareOfRest: z.number(),
});
export type Trait = z.infer<typeof trait>;

/** Failures that are the same but for numbers, ids and quoted parts. */
export const errorGroup = z.object({
  fingerprint: z.string(),
  errorKind: z.string(),
  /** As the newest of them said it. */
  message: z.string(),
  /** In the window, as the times and all below. */
  count: z.number(),
  /** The same in 30 equal steps of the window, the oldest first. */
  counts: z.array(z.number()),
  /** When it was first seen at all, as far as history is kept. */
  knownSince: epochMs,
  firstSeenAt: epochMs,
  lastSeenAt: epochMs,
  /** Newest first. */
  sampleRequestIds: z.array(z.string()),
  /** Who is affected, the most first, at most 10. */
  clients: z.array(z.object({ name: z.string(), count: z.number() })),
  /** The strongest first, at most 5. */
  setsApart: z.array(trait),
});
export type ErrorGroup = z.infer<typeof errorGroup>;

export const errorGroupsInput = z
  .strictObject({
    /** The last 24 hours unless told. */
    from: epochMs.optional(),
    to: epochMs.optional(),
    /** This group alone. */
    fingerprint: z.string().max(100).optional(),
    errorKind: errorKind.optional(),
    channel: z.string().optional(),
    client: z.string().optional(),
    agent: z.string().optional(),
    provider: z.string().optional(),
    model: z.string().optional(),
    tool: z.string().optional(),
    /** Found in the message, the error's kind or the fingerprint; of letters, the case of a to z is no matter. */
    text: z.string().max(200).optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .refine(isForward, backward)
  .prefault({});
export type ErrorGroupsInput = z.infer<typeof errorGroupsInput>;

export const errorCountInput = z
  .strictObject({
    /** The last 15 minutes unless told. */
    from: epochMs.optional(),
    to: epochMs.optional(),
  })
  .refine(isForward, backward)
  .prefault({});
export type ErrorCountInput = z.infer<typeof errorCountInput>;

export const errorCount = z.object({
  /** Failures that are the same but for numbers, ids and quoted parts count as one here. */
  groups: z.number(),
  failures: z.number(),
});
export type ErrorCount = z.infer<typeof errorCount>;
