import type { Random } from "../random.ts";
import { CHAT_QUESTIONS, FOLLOW_UPS, TOOL_QUESTIONS } from "./questions.ts";

/** A model, and how often it is asked compared with the others. */
export interface WeightedModel {
  /** `provider/model`, or the bare name of an agent. */
  readonly model: string;
  readonly weight: number;
}

/** Shares of the calls, each 0…1 and independent of the others. */
export interface TrafficMix {
  /** Asked for as a stream. */
  readonly streamed: number;
  /** Questions that need a tool. */
  readonly tools: number;
  /** Streams that their client leaves early. */
  readonly hangUp: number;
  /** Calls with no session. */
  readonly oneShot: number;
}

/** The usual mix. */
export const DEFAULT_MIX: TrafficMix = { streamed: 0.85, tools: 0.2, hangUp: 0.04, oneShot: 0.25 };

/** One call as it is meant to be made. */
export interface CallPlan {
  readonly model: string;
  /** Counts sessions from 0; undefined for a one-shot call. */
  readonly session: number | undefined;
  readonly stream: boolean;
  /** Needs a tool. */
  readonly isToolQuestion: boolean;
  readonly question: string;
  /** Asked instead where the session has spoken before. */
  readonly followUp: string;
  readonly hangUpAfter: number | undefined;
}

const MAX_HANG_UP_AFTER = 30;

/** Draws the next call. Always the same number of draws, so that one option moves nothing else. */
export function planCall(
  random: Random,
  {
    models,
    sessions,
    mix,
  }: {
    readonly models: readonly WeightedModel[];
    readonly sessions: number;
    readonly mix: TrafficMix;
  },
): CallPlan {
  const model = pickWeighted(models, random.float());
  const session = random.below(Math.max(sessions, 1));
  const isOneShot = random.chance(mix.oneShot) || sessions === 0;
  const stream = random.chance(mix.streamed);
  const isToolQuestion = random.chance(mix.tools);
  const toolQuestion = random.pick(TOOL_QUESTIONS) ?? "";
  const chatQuestion = random.pick(CHAT_QUESTIONS) ?? "";
  const followUp = random.pick(FOLLOW_UPS) ?? "";
  const hangsUp = random.chance(mix.hangUp) && stream;
  const hangUpAfter = 1 + random.below(MAX_HANG_UP_AFTER);
  return {
    model,
    session: isOneShot ? undefined : session,
    stream,
    isToolQuestion,
    question: isToolQuestion ? toolQuestion : chatQuestion,
    followUp: isToolQuestion ? toolQuestion : followUp,
    hangUpAfter: hangsUp ? hangUpAfter : undefined,
  };
}

function pickWeighted(models: readonly WeightedModel[], drawn: number): string {
  const weighted = models.filter(({ weight }) => weight > 0);
  let left = drawn * weighted.reduce((sum, { weight }) => sum + weight, 0);
  for (const { model, weight } of weighted) {
    left -= weight;
    if (left < 0) return model;
  }
  // Reached by rounding alone, and then the last one was meant.
  return weighted.at(-1)?.model ?? "";
}
