import { z } from "zod";
import { epochMs, ms } from "./words.ts";

export const healthStatus = z.enum(["ok", "warn", "error"]);
export type HealthStatus = z.infer<typeof healthStatus>;

/** What `GET /health` answers anyone: these seven fields and no other. */
export const publicHealth = z.object({
  status: healthStatus,
  /** Seconds. */
  uptime: z.number(),
  version: z.string(),
  sessions: z.number(),
  connections: z.number(),
  tools: z.number(),
  channels: z.array(z.object({ name: z.string(), status: healthStatus })),
});
export type PublicHealth = z.infer<typeof publicHealth>;

export const component = z.object({
  name: z.string(),
  status: healthStatus,
  /** Why it is not ok, or what it is at. */
  reason: z.string(),
});
export type Component = z.infer<typeof component>;

/** A component, and when it came to be as it is; at the gateway's start where it was so from then on. */
export const componentState = component.extend({ since: epochMs });
export type ComponentState = z.infer<typeof componentState>;

/** The disk that the data directory is on. */
export const diskUse = z.object({
  /** What the gateway may still write. */
  freeBytes: z.number(),
  totalBytes: z.number(),
  /** The databases with their logs. */
  stateBytes: z.number(),
  historyBytes: z.number(),
});
export type DiskUse = z.infer<typeof diskUse>;

/** The same with each component and its reason, for those who may see it. */
export const systemHealth = publicHealth.extend({
  node: z.string(),
  bootId: z.string(),
  components: z.array(componentState),
  eventLoop: z.object({ p50: ms, p99: ms, max: ms }),
  memory: z.object({
    rssBytes: z.number(),
    heapUsedBytes: z.number(),
    /** What Node lets the heap grow to. */
    heapLimitBytes: z.number(),
  }),
  /** Null where it could not be read. */
  disk: diskUse.nullable(),
  /** What waits to be written to stored history, and what was lost since the start. */
  history: z.object({ lagMs: ms, waitingRows: z.number(), droppedRows: z.number() }),
  live: z.object({ subscribers: z.number(), droppedFrames: z.number(), gaps: z.number() }),
});
export type SystemHealth = z.infer<typeof systemHealth>;
