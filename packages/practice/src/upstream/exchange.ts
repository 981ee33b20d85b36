import type { IncomingMessage, ServerResponse } from "node:http";
import { Random } from "../random.ts";
import { contextExceeded } from "./api-error.ts";
import type { Fault } from "./faults/fault.ts";
import { FAULT_MODELS } from "./faults/fault-models.ts";
import type { FaultScript } from "./faults/fault-script.ts";
import { refusalFor } from "./faults/refusal.ts";
import type { Journal, RequestRecord } from "./journal.ts";
import type { ModelProfile } from "./models/model-profile.ts";
import { drawPace, slowed } from "./models/pace.ts";
import { withFault } from "./playback/fault-steps.ts";
import { play } from "./playback/player.ts";
import { streamSteps, wholeSteps } from "./playback/steps.ts";
import type { Quota } from "./quota.ts";
import { readJson } from "./read-body.ts";
import { composeReply, countPromptTokens } from "./reply/compose-reply.ts";
import type { Prompt } from "./reply/prompt.ts";
import { lastUserText } from "./reply/prompt.ts";
import { BEYOND_ASCII } from "./reply/prose.ts";
import type { Reply } from "./reply/reply.ts";
import { beginWith, cutShort } from "./reply/reply.ts";
import { tokenize } from "./reply/tokenizer.ts";
import { unknownModel } from "./wires/model-list.ts";
import type { Wire } from "./wires/wire.ts";

const FILTERED_AFTER_TOKENS = 5;
const HEADER_BYTES = 1_000_000;

/** What all exchanges of one upstream share. */
export interface ExchangeContext {
  readonly seed: number;
  readonly pace: number;
  readonly now: () => number;
  readonly models: ReadonlyMap<string, ModelProfile>;
  readonly script: FaultScript;
  readonly journal: Journal;
  readonly quota: Quota;
}

/** One request as it came in. */
export interface Exchange {
  readonly wire: Wire;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RequestRecord;
  /** Counts the upstream's requests from 1. */
  readonly nth: number;
}

/** Answers one request for a reply. Throws an ApiError for one that gets none. */
export async function exchange(context: ExchangeContext, exchanged: Exchange): Promise<void> {
  const { wire, request, response, record } = exchanged;
  const { journal, now } = context;
  const prompt = wire.parse(await readJson(request));
  const { model, stream } = prompt;
  journal.note(record, { model, stream });

  const profile = context.models.get(model);
  if (profile === undefined) throw unknownModel(model);
  const { headers } = request;
  const fault =
    context.script.strike({
      id: record.id,
      model,
      stream,
      text: lastUserText(prompt.messages),
      headers,
    }) ?? FAULT_MODELS.get(model);
  if (fault !== undefined) journal.fault(record, fault.kind);
  const refusal = fault && refusalFor(fault, stream, now());
  if (refusal !== undefined) throw refusal;

  const reply = replyTo(context, exchanged, prompt, profile, fault);
  const { promptTokens, completionTokens } = reply.usage;
  journal.note(record, { status: 200, promptTokens, completionTokens });
  context.quota.spend(promptTokens + completionTokens);
  setHeaders(context, exchanged, stream, fault);

  const encoder = wire.encoder({
    id: record.id.replace("req_", "").slice(0, 24),
    model,
    createdAtMs: record.at,
    includeUsage: prompt.includeUsage,
  });
  const drawn = drawPace(profile, new Random(context.seed, exchanged.nth, 2), context.pace);
  const pace = fault?.kind === "slow" ? slowed(drawn, fault) : drawn;
  const steps = (stream ? streamSteps : wholeSteps)(reply, encoder, pace);
  play(withFault(fault, { steps, encoder, stream }), response, {
    sent: (tokens) => journal.sent(record, tokens),
    ended: (ending) => {
      if (ending !== "silence") journal.end(record, ending === "end" ? "finished" : "broken");
    },
  });
}

function replyTo(
  { seed }: ExchangeContext,
  { nth }: Exchange,
  prompt: Prompt,
  profile: ModelProfile,
  fault: Fault | undefined,
): Reply {
  const promptTokens = countPromptTokens(prompt);
  if (promptTokens > profile.contextTokens) {
    throw contextExceeded(profile.contextTokens, promptTokens);
  }
  const random = prompt.seed === undefined ? new Random(seed, nth, 1) : new Random(prompt.seed);
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

/** Set, not sent: they leave with the first bytes, so that a request that hangs gets none. */
function setHeaders(
  { quota, now }: ExchangeContext,
  { response, record }: Exchange,
  stream: boolean,
  fault: Fault | undefined,
): void {
  const headers = {
    ...quota.headers(),
    "content-type": stream ? "text/event-stream; charset=utf-8" : "application/json",
    "cache-control": "no-cache",
    "openai-processing-ms": String(Math.max(Math.round(now() - record.at), 0)),
    "openai-version": "2020-10-01",
    ...(fault?.kind === "gzip_bomb" && { "content-encoding": "gzip" }),
    ...(fault?.kind === "huge_header" && {
      "x-practice-filler": "x".repeat(fault.bytes ?? HEADER_BYTES),
    }),
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
