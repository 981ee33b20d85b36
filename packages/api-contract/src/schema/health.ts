import { z } from "zod";
import { ms } from "./words.ts";

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

/** The same with each component and its reason, for those who may see it. */
export const systemHealth = publicHealth.extend({
  node: z.string(),
  bootId: z.string(),
  components: z.array(component),
  eventLoop: z.object({ p50: ms, p99: ms, max: ms }),
  memory: z.object({ rssBytes: z.number(), heapUsedBytes: z.number() }),
  live: z.object({ subscribers: z.number(), droppedFrames: z.number(), gaps: z.number() }),
});
export type SystemHealth = z.infer<typeof systemHealth>;
