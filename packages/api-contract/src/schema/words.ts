import { z } from "zod";
import { errorKinds, outcomes } from "./plain-words.ts";

/** What a request is doing now. `phaseDetail` beside it says the rest. */
export const phase = z.enum(["queued", "model", "tool"]);
export type Phase = z.infer<typeof phase>;

/**
 * The finer half of a phase: what a queued request waits for, how far a model call is, or (free text) a tool's name.
 * The known ones are `lane slot throttled breaker paused backoff` and `waiting streaming`.
 */
export const phaseDetail = z.string().max(200);

/** How a request ended. `interrupted` is one that a stopped gateway left open. */
export const outcome = z.enum(outcomes);
export type Outcome = z.infer<typeof outcome>;

/** Why a request, a model call, an attempt or a tool call failed. Exactly one for each failure. */
export const errorKind = z.enum(errorKinds);
export type ErrorKind = z.infer<typeof errorKind>;

export const eventLevel = z.enum(["info", "warn", "error"]);
export type EventLevel = z.infer<typeof eventLevel>;

/** Where a token count comes from: the provider, our own count of a stream cut short, or nowhere. */
export const usageSource = z.enum(["reported", "estimated", "unknown"]);
export type UsageSource = z.infer<typeof usageSource>;

/** viewer < operator < admin; `ingest` stands apart: it starts, watches and cancels its own requests. */
export const role = z.enum(["viewer", "operator", "admin", "ingest"]);
export type Role = z.infer<typeof role>;

/** Beyond it there are no dates: see ECMA-262, time values. */
const mostMs = 8.64e15;

/** Epoch milliseconds. */
export const epochMs = z.number().min(-mostMs).max(mostMs);
/** Milliseconds. */
export const ms = z.number();
/** US dollars, or null where no price is known. */
export const usd = z.number().nullable();

/** An id that a client may choose: a request's or a session's. */
export const clientChosenId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:@/+=-]+$/, "letters, digits and . _ : @ / + = - only");
