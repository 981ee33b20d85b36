import type { IncomingMessage, ServerResponse } from "node:http";
import { Random } from "../random.ts";
import { answerTo } from "./answer.ts";
import type { Fault } from "./faults/fault.ts";
import { FAULT_MODELS } from "./faults/fault-models.ts";
import type { FaultScript } from "./faults/fault-script.ts";
import { refusalFor } from "./faults/refusal.ts";
import type { Journal, RequestRecord } from "./journal.ts";
import type { ModelProfile } from "./models/model-profile.ts";
import { drawPace, slowed } from "./models/pace.ts";
import { withFault } from "./playback/fault-steps.ts";
import { play } from "./playback/player.ts";
import type { Quota } from "./quota.ts";
import { readJson } from "./read-body.ts";
import { countPrompt } from "./reply/prompt-tokens.ts";
import type { Asked, Wire } from "./wires/wire.ts";

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

/** Answers one request on a wire. Throws an ApiError for one that gets no answer. */
export async function exchange(context: ExchangeContext, exchanged: Exchange): Promise<void> {
  const { wire, request, response, record, nth } = exchanged;
  const { journal, now, seed } = context;
  const { words } = wire.face;
  const asked = wire.ask(await readJson(request));
  const { model, stream } = asked;
  journal.note(record, { model, stream });

  const profile = context.models.get(model);
  if (profile === undefined) throw words.unknownModel(model);
  const fault = faultFor(context, exchanged, asked);
  if (fault !== undefined) journal.fault(record, fault.kind);
  const refusal = fault && refusalFor(fault, { words, stream, now: now() });
  if (refusal !== undefined) throw refusal;
  const promptTokens = contextTokensOf(asked);
  if (promptTokens > profile.contextTokens) {
    throw words.contextExceeded(profile.contextTokens, promptTokens);
  }

  const ownSeed = asked.kind === "reply" ? asked.prompt.seed : undefined;
  const answer = answerTo(asked, {
    profile,
    fault,
    random: ownSeed === undefined ? new Random(seed, nth, 1) : new Random(ownSeed),
    head: { id: record.id.replace("req_", "").slice(0, 24), createdAtMs: record.at },
  });
  const { completionTokens } = answer;
  journal.note(record, { status: 200, promptTokens: answer.promptTokens, completionTokens });
  context.quota.spend(answer.promptTokens + completionTokens);
  setHeaders(context, exchanged, stream, fault);

  const drawn = drawPace(profile, new Random(seed, nth, 2), context.pace);
  const pace = fault?.kind === "slow" ? slowed(drawn, fault) : drawn;
  const scene = { steps: answer.steps(pace), encoder: answer.encoder };
  play(withFault(fault, scene), response, {
    sent: (tokens) => journal.sent(record, tokens),
    ended: (ending) => {
      if (ending !== "silence") journal.end(record, ending === "end" ? "finished" : "broken");
    },
  });
}

/** The fault that strikes: an injected one, or the model's own. */
function faultFor(
  { script }: ExchangeContext,
  { request: { headers }, record: { id, path } }: Exchange,
  { model, stream, text }: Asked,
): Fault | undefined {
  return script.strike({ id, path, model, stream, text, headers }) ?? FAULT_MODELS.get(model);
}

function contextTokensOf(asked: Asked): number {
  return asked.kind === "reply" ? countPrompt(asked.prompt).promptTokens : asked.promptTokens;
}

/** Set, not sent: they leave with the first bytes, so that a request that hangs gets none. */
function setHeaders(
  { quota, now }: ExchangeContext,
  { wire: { face }, response, record }: Exchange,
  stream: boolean,
  fault: Fault | undefined,
): void {
  const headers = {
    ...face.limits(quota.state()),
    "content-type": stream ? "text/event-stream; charset=utf-8" : "application/json",
    "cache-control": "no-cache",
    ...face.labels(Math.max(Math.round(now() - record.at), 0)),
    ...(fault?.kind === "gzip_bomb" && { "content-encoding": "gzip" }),
    ...(fault?.kind === "huge_header" && {
      "x-practice-filler": "x".repeat(fault.bytes ?? HEADER_BYTES),
    }),
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
