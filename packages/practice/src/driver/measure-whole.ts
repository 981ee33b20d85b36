import type OpenAI from "openai";
import type { MeasureOptions, StreamMeasure } from "./measure-stream.ts";

type Params = Omit<OpenAI.ChatCompletionCreateParamsNonStreaming, "stream">;

/** Makes one call that is not streamed, and tells of it in the same terms. Never rejects. */
export async function measureWhole(
  client: OpenAI,
  params: Params,
  { signal, headers, now = () => performance.now() }: MeasureOptions = {},
): Promise<StreamMeasure> {
  const startedAt = now();
  let completion: OpenAI.ChatCompletion | undefined;
  let error: Error | undefined;
  try {
    completion = await client.chat.completions.create(
      { ...params, stream: false },
      { ...(signal && { signal }), ...(headers && { headers }) },
    );
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error("The call failed.", { cause: thrown });
  }
  const choice = completion?.choices[0];
  const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === "function");
  return {
    text: choice?.message.content ?? "",
    calls: calls.map(({ id, function: { name, arguments: argumentsText } }) => ({
      id,
      name,
      argumentsText,
    })),
    finishReason: choice?.finish_reason,
    ttftMs: undefined,
    latencyMs: now() - startedAt,
    tokens: completion?.usage?.completion_tokens ?? 0,
    tokensPerSec: undefined,
    usage: completion?.usage,
    error,
    hungUp: false,
  };
}
