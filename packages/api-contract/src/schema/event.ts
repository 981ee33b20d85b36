import { z } from "zod";
import { backward, isForward } from "./is-forward.ts";
import { epochMs, eventLevel } from "./words.ts";

/** A notable thing that an operator may read. */
export const systemEvent = z.object({
  /** `bootId:seq`, in order. */
  id: z.string(),
  timestamp: epochMs,
  level: eventLevel,
  /** The stage and name it came from, such as `model.openai`, `tool.clock`, `lane`, `gateway`. */
  source: z.string(),
  message: z.string(),
  context: z.record(z.string(), z.unknown()).optional(),
  requestId: z.string().optional(),
  sessionId: z.string().optional(),
});
export type SystemEvent = z.infer<typeof systemEvent>;

export const eventsInput = z
  .strictObject({
    level: eventLevel.optional(),
    limit: z.number().int().min(1).max(500).default(100),
    /** Exact source, or a prefix that ends in a dot: `model.` */
    source: z.string().max(200).optional(),
    /** Words, each found at the beginning of one of the message's words, any case. */
    text: z.string().max(200).optional(),
    requestId: z.string().max(128).optional(),
    from: epochMs.optional(),
    to: epochMs.optional(),
    /** The id of an event: those before it, to read on. */
    before: z.string().max(100).optional(),
  })
  .refine(isForward, backward)
  .default({ limit: 100 });
export type EventsInput = z.infer<typeof eventsInput>;

export const eventList = z.object({
  /** Newest first. */
  events: z.array(systemEvent),
  /** Hand it back as `before` for the next page; null at the end. */
  nextBefore: z.string().nullable(),
});
export type EventList = z.infer<typeof eventList>;
