import type { Random } from "../random.ts";
import type { Fault } from "./faults/fault.ts";
import type { ModelProfile } from "./models/model-profile.ts";
import type { Pace } from "./models/pace.ts";
import type { Steps } from "./playback/steps.ts";
import { streamSteps, wholeSteps } from "./playback/steps.ts";
import { composeReply } from "./reply/compose-reply.ts";
import type { Prompt } from "./reply/prompt.ts";
import { BEYOND_ASCII } from "./reply/prose.ts";
import type { Reply } from "./reply/reply.ts";
import { beginWith, cutShort } from "./reply/reply.ts";
import { tokenize } from "./reply/tokenizer.ts";
import type { Asked, Encoder, ReplyHead } from "./wires/wire.ts";

const FILTERED_AFTER_TOKENS = 5;

/** What is going to be sent for one request. */
export interface Answer {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of its events; undefined where it is one body. */
  readonly encoder: Encoder | undefined;
  steps(pace: Pace): Steps;
}

/** What an answer is made from. */
export interface AnswerSource {
  readonly profile: ModelProfile;
  readonly fault: Fault | undefined;
  /** Of this request alone. */
  readonly random: Random;
  readonly head: Pick<ReplyHead, "id" | "createdAtMs">;
}

/** The answer to what was asked. The same source gives the same answer. */
export function answerTo(asked: Asked, source: AnswerSource): Answer {
  if (asked.kind === "lookup") {
    const body = asked.body(source.fault?.kind === "empty");
    return {
      promptTokens: asked.promptTokens,
      completionTokens: 0,
      encoder: undefined,
      steps: (pace) => wholeSteps(body, 0, pace),
    };
  }
  const { prompt, model, stream } = asked;
  const reply = replyTo(prompt, source);
  const { usage, pieces } = reply;
  const encoder = asked.encoder({ ...source.head, model, prompt, usage });
  return {
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    encoder: stream ? encoder : undefined,
    steps: (pace) =>
      stream
        ? streamSteps(reply, encoder, pace)
        : wholeSteps(encoder.whole(reply), pieces.length, pace),
  };
}

function replyTo(prompt: Prompt, { profile, fault, random }: AnswerSource): Reply {
  const reply = composeReply(prompt, profile, random);
  if (fault?.kind === "empty") return cutShort(reply, 0, "stop");
  if (fault?.kind === "content_filter") {
    return cutShort(reply, fault.afterTokens ?? FILTERED_AFTER_TOKENS, "content_filter");
  }
  // An answer may happen to be ASCII alone, which nothing can tear apart.
  if (fault?.kind === "split_utf8" && reply.finishReason !== "tool_calls") {
    return beginWith(reply, tokenize(BEYOND_ASCII));
  }
  return reply;
}
