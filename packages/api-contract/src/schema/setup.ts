import { z } from "zod";
import { whoami } from "./auth.ts";

/** What a newcomer's first page needs: where to send requests, and what can answer them. */
export const setup = z.object({
  you: whoami,
  node: z.string(),
  version: z.string(),
  /** The base URL for OpenAI clients, ending in /v1. */
  baseUrl: z.string(),
  configFile: z.string().nullable(),
  providers: z.array(
    z.object({ name: z.string(), kind: z.string(), practice: z.boolean(), keyFrom: z.string() }),
  ),
  agents: z.array(z.object({ name: z.string(), model: z.string(), tools: z.array(z.string()) })),
  /** `provider/model` names that are known without asking anyone. */
  models: z.array(z.string()),
  defaultAgent: z.string(),
  practiceModel: z.string(),
});
export type Setup = z.infer<typeof setup>;

export const channelRow = z.object({
  name: z.string(),
  status: z.enum(["ok", "warn", "error"]),
  connections: z.number(),
  requests: z.number(),
  failed: z.number(),
  refused: z.number(),
});
export type ChannelRow = z.infer<typeof channelRow>;
