import type OpenAI from "openai";
import type { CallPlan } from "./call-plan.ts";
import { answerCalls, CLIENT_TOOLS } from "./client-tools.ts";
import type { StreamMeasure } from "./measure-stream.ts";
import { measureStream } from "./measure-stream.ts";
import { measureWhole } from "./measure-whole.ts";

// Enough to be a conversation, little enough that prompts stay short for hours.
const MAX_HISTORY = 8;
// A reply that asks for tools again and again is left at that.
const MAX_TOOL_ROUNDS = 2;

type Message = OpenAI.ChatCompletionMessageParam;

/** What came of one planned call; of several rounds with tools, the last one's figures. */
export interface CallResult {
  readonly plan: CallPlan;
  readonly sessionId: string | undefined;
  readonly outcome: "ok" | "failed" | "hung_up" | "stopped";
  readonly rounds: number;
  readonly measure: StreamMeasure;
}

/** Makes planned calls, and remembers what the last ones of every session said. */
export class Caller {
  readonly #client: OpenAI;
  readonly #sessionIds: readonly string[];
  readonly #histories = new Map<string, Message[]>();
  readonly #clock: () => number;

  constructor(client: OpenAI, sessionIds: readonly string[], clock: () => number) {
    this.#client = client;
    this.#sessionIds = sessionIds;
    this.#clock = clock;
  }

  /** Never rejects: the result tells. */
  async call(plan: CallPlan, signal: AbortSignal): Promise<CallResult> {
    const sessionId = plan.session === undefined ? undefined : this.#sessionIds[plan.session];
    const history = this.#histories.get(sessionId ?? "") ?? [];
    const content = history.length === 0 ? plan.question : plan.followUp;
    const messages: Message[] = [...history, { role: "user", content }];
    let measure = await this.#ask(plan, sessionId, messages, signal);
    let rounds = 1;
    while (measure.finishReason === "tool_calls" && rounds <= MAX_TOOL_ROUNDS) {
      messages.push(...answerCalls(measure.calls, this.#clock));
      measure = await this.#ask(plan, sessionId, messages, signal);
      rounds += 1;
    }
    const outcome = outcomeOf(measure, signal);
    if (outcome === "ok" && sessionId !== undefined && measure.text !== "") {
      // Questions and answers alone: half of a tool's round trip would be refused.
      const said: Message[] = [
        ...history,
        { role: "user", content },
        { role: "assistant", content: measure.text },
      ];
      this.#histories.set(sessionId, said.slice(-MAX_HISTORY));
    }
    return { plan, sessionId, outcome, rounds, measure };
  }

  #ask(
    { model, stream, isToolQuestion, hangUpAfter }: CallPlan,
    sessionId: string | undefined,
    messages: Message[],
    signal: AbortSignal,
  ): Promise<StreamMeasure> {
    // An agent has tools of its own; only who talks to a model directly brings some.
    const bringsTools = isToolQuestion && model.includes("/");
    const params = { model, messages: [...messages], ...(bringsTools && { tools: CLIENT_TOOLS }) };
    const options = {
      signal,
      ...(sessionId !== undefined && { headers: { "x-session-id": sessionId } }),
      ...(hangUpAfter !== undefined && { hangUpAfter }),
    };
    return stream
      ? measureStream(this.#client, { ...params, stream_options: { include_usage: true } }, options)
      : measureWhole(this.#client, params, options);
  }
}

function outcomeOf({ error, hungUp }: StreamMeasure, signal: AbortSignal): CallResult["outcome"] {
  if (hungUp) return "hung_up";
  if (error === undefined) return "ok";
  return signal.aborted ? "stopped" : "failed";
}
