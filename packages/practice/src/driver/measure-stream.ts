import type OpenAI from "openai";

/** A tool call put together from its fragments. */
export interface StreamedCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

/** One streamed call as its client saw it. */
export interface StreamMeasure {
  readonly text: string;
  readonly calls: readonly StreamedCall[];
  readonly finishReason: string | undefined;
  /** From the call to the first delta with text or a tool call; undefined if none came. */
  readonly ttftMs: number | undefined;
  /** From the call to the end of the stream, or to the error. */
  readonly latencyMs: number;
  /** As billed if usage came, else the deltas with text or tool calls. */
  readonly tokens: number;
  /** Tokens seen after the first one, over the time from the first to the last; undefined under two. */
  readonly tokensPerSec: number | undefined;
  readonly usage: OpenAI.CompletionUsage | undefined;
  readonly error: Error | undefined;
  /** The client left on purpose. */
  readonly hungUp: boolean;
}

/** How to make the call. */
export interface MeasureOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Leave after so many deltas. */
  readonly hangUpAfter?: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

type Params = Omit<OpenAI.ChatCompletionCreateParamsStreaming, "stream">;

/** Makes one streamed call and tells what a client saw of it. Never rejects: see `error`. */
export async function measureStream(
  client: OpenAI,
  params: Params,
  options: MeasureOptions = {},
): Promise<StreamMeasure> {
  const { signal, headers, hangUpAfter = Infinity, now = () => performance.now() } = options;
  const startedAt = now();
  const calls: { id: string; name: string; argumentsText: string }[] = [];
  let text = "";
  let deltas = 0;
  let firstAt: number | undefined;
  let lastAt = startedAt;
  let finishReason: string | undefined;
  let usage: OpenAI.CompletionUsage | undefined;
  let error: Error | undefined;
  try {
    const stream = await client.chat.completions.create(
      { ...params, stream: true },
      { ...(signal && { signal }), ...(headers && { headers }) },
    );
    for await (const { choices, usage: billed } of stream) {
      usage = billed ?? usage;
      const [choice] = choices;
      finishReason = choice?.finish_reason ?? finishReason;
      const fragments = choice?.delta.tool_calls ?? [];
      if (!choice?.delta.content && fragments.length === 0) continue;
      lastAt = now();
      firstAt ??= lastAt;
      deltas += 1;
      text += choice?.delta.content ?? "";
      for (const { index, id, function: called } of fragments) {
        const call = (calls[index] ??= { id: id ?? "", name: "", argumentsText: "" });
        call.name += called?.name ?? "";
        call.argumentsText += called?.arguments ?? "";
      }
      if (deltas >= hangUpAfter) break;
    }
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error("The call failed.", { cause: thrown });
  }
  const streamedMs = firstAt === undefined ? 0 : lastAt - firstAt;
  return {
    text,
    calls,
    finishReason,
    ttftMs: firstAt === undefined ? undefined : firstAt - startedAt,
    latencyMs: now() - startedAt,
    tokens: usage?.completion_tokens ?? deltas,
    tokensPerSec: streamedMs > 0 ? ((deltas - 1) * 1_000) / streamedMs : undefined,
    usage,
    error,
    hungUp: deltas >= hangUpAfter,
  };
}
