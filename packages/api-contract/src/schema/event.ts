import { z } from "zod";
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
    /** Found anywhere in the message, any case. */
    text: z.string().max(200).optional(),
    requestId: z.string().max(128).optional(),
    /** The id of an event: those before it, to read on. */
    before: z.string().max(100).optional(),
  })
  .default({ limit: 100 });
export type EventsInput = z.infer<typeof eventsInput>;
