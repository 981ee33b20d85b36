import { z } from "zod";
import { windowInput } from "./window.ts";
import { epochMs, ms, usd } from "./words.ts";

/**
 * Requests turned away at the door, by HTTP status: none of them ran, and none is a failure. Null where
 * the window lies before anything of them is known.
 */
const refusedByStatus = z.record(z.string(), z.number()).nullable();

/** What came in over a window by one way, and by one client. */
const traffic = {
  name: z.string(),
  /** At the window's end. */
  inFlight: z.number(),
  /** That ended in the window. */
  requests: z.number(),
  failed: z.number(),
  /** From acceptance to the end. */
  latencyP50: ms.nullable(),
  latencyP95: ms.nullable(),
  latencyP99: ms.nullable(),
  ttftP95: ms.nullable(),
  refused: z.number().nullable(),
  refusedByStatus,
  /** When it was last heard of, refusals included; null where that is not known, as of a past moment. */
  lastSeenAt: epochMs.nullable(),
};

/** One way that requests come in, or one webhook. */
export const channelRow = z.object({
  ...traffic,
  /** A webhook's requests count under its name as a client. */
  kind: z.enum(["channel", "webhook"]),
  status: z.enum(["ok", "warn", "error"]),
  /** Why it is not ok. */
  reason: z.string().nullable(),
  /** Now, whatever the window. */
  connections: z.number(),
});
export type ChannelRow = z.infer<typeof channelRow>;

/** Everyone who sends by one token's name. */
export const clientRow = z.object({
  ...traffic,
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Of the model calls whose price is known; null where none of them has one. */
  costUsd: usd,
  /** Model calls without a known price: what they cost comes on top. */
  unpriced: z.number(),
  /** It has a token that may send now. */
  maySend: z.boolean(),
});
export type ClientRow = z.infer<typeof clientRow>;

/** Refusals of one kind over a window. */
export const refusalRow = z.object({
  /** `http` where it was on its way to none of them: the dashboard, or a path that is not there. */
  channel: z.string(),
  /** Null where it was turned away before it was known who sends. */
  client: z.string().nullable(),
  status: z.number(),
  count: z.number(),
  lastAt: epochMs,
});
export type RefusalRow = z.infer<typeof refusalRow>;

export const refusals = z.object({
  /** From when on the rows tell of them: not after the window's beginning where all of it is known. */
  knownFrom: epochMs,
  /** The most frequent first. */
  rows: z.array(refusalRow),
});
export type Refusals = z.infer<typeof refusals>;

export const channelWindowInput = windowInput(900_000);
export type ChannelWindowInput = z.infer<typeof channelWindowInput>;
