import { z } from "zod";
import { epochMs, ms, usd } from "./words.ts";

/** One provider's model over a window. */
export const modelRow = z.object({
  provider: z.string(),
  model: z.string(),
  /** `failing`: most of its calls in the window failed. `unknown`: none was made. */
  state: z.enum(["ok", "failing", "half-open", "open", "paused", "unknown"]),
  stateReason: z.string().nullable(),
  calls: z.number(),
  failed: z.number(),
  /** 0…1; null where nothing was called. */
  failureRate: z.number().nullable(),
  failuresByKind: z.record(z.string(), z.number()),
  ttftP50: ms.nullable(),
  ttftP95: ms.nullable(),
  latencyP50: ms.nullable(),
  latencyP95: ms.nullable(),
  latencyP99: ms.nullable(),
  gapP95: ms.nullable(),
  tokensPerSec: z.number().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: usd,
  inFlight: z.number(),
  lastSuccessAt: epochMs.nullable(),
  practice: z.boolean(),
});
export type ModelRow = z.infer<typeof modelRow>;

export const modelWindowInput = z
  .strictObject({ windowMs: ms.min(1000).max(86_400_000).default(120_000) })
  .default({ windowMs: 120_000 });
