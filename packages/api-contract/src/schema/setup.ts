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
  /** Names that stand for models, the first one to be asked first. */
  aliases: z.array(z.object({ name: z.string(), models: z.array(z.string()) })),
  /** `provider/model` names that are known without asking anyone. */
  models: z.array(z.string()),
  defaultAgent: z.string(),
  practiceModel: z.string(),
});
export type Setup = z.infer<typeof setup>;
