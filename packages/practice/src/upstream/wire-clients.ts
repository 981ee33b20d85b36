import { anthropicClient, ask, testClient } from "../test-client.ts";
import { measureStream } from "../driver/measure-stream.ts";

/** What a real client saw of a streamed reply. */
export interface SeenStream {
  readonly text: string;
  /** Deltas with text. */
  readonly tokens: number;
  /** Why it ended, in the wire's own words; undefined if it just stopped. */
  readonly reason: string | undefined;
  readonly error: Error | undefined;
}

/** How to call a model, and how its reply is to be asked for. */
export interface StreamCall {
  readonly model?: string;
  readonly signal?: AbortSignal;
}

/** One wire as its own client speaks it. */
export interface WireClient {
  readonly path: string;
  /** A request's body for a stream. */
  readonly body: object;
  /** How the wire says that a filter ended the reply, and that it came to its end. */
  readonly filtered: string;
  readonly finished: string;
  /** Never rejects. */
  stream(upstream: { readonly url: string }, call?: StreamCall): Promise<SeenStream>;
  whole(upstream: { readonly url: string }): Promise<unknown>;
}

const MODEL = "swift-1";
const QUESTION = "Tell me about trains";
const MAX_TOKENS = 4_000;

const chat: WireClient = {
  path: "/v1/chat/completions",
  body: { model: MODEL, messages: ask(QUESTION), stream: true },
  filtered: "content_filter",
  finished: "stop",
  stream: async (upstream, { model = MODEL, ...options } = {}) => {
    const params = { model, messages: ask(QUESTION) };
    const measure = await measureStream(testClient(upstream), params, options);
    const { text, tokens, finishReason: reason, error } = measure;
    return { text, tokens, reason, error };
  },
  whole: (upstream) =>
    testClient(upstream).chat.completions.create({ model: MODEL, messages: ask(QUESTION) }),
};

const messages: WireClient = {
  path: "/v1/messages",
  body: {
    model: MODEL,
    max_tokens: MAX_TOKENS,
    messages: [{ role: "user", content: QUESTION }],
    stream: true,
  },
  filtered: "refusal",
  finished: "end_turn",
  stream: (upstream, { model = MODEL, signal } = {}) =>
    seen(async (note) => {
      const events = await anthropicClient(upstream).messages.create(
        {
          model,
          max_tokens: MAX_TOKENS,
          messages: [{ role: "user", content: QUESTION }],
          stream: true,
        },
        { ...(signal && { signal }) },
      );
      for await (const event of events) {
        if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
          note.word(event.delta.text);
        }
        if (event.type === "message_delta") note.reason = event.delta.stop_reason ?? undefined;
      }
    }),
  whole: (upstream) =>
    anthropicClient(upstream).messages.create({
      model: MODEL,
      max_tokens: MAX_TOKENS,
      messages: [{ role: "user", content: QUESTION }],
    }),
};

const responses: WireClient = {
  path: "/v1/responses",
  body: { model: MODEL, input: QUESTION, stream: true },
  filtered: "content_filter",
  finished: "completed",
  stream: (upstream, { model = MODEL, signal } = {}) =>
    seen(async (note) => {
      const events = await testClient(upstream).responses.create(
        { model, input: QUESTION, stream: true },
        { ...(signal && { signal }) },
      );
      for await (const event of events) {
        if (event.type === "response.output_text.delta") note.word(event.delta);
        if (event.type === "response.completed") note.reason = "completed";
        if (event.type === "response.incomplete") {
          note.reason = event.response.incomplete_details?.reason;
        }
      }
    }),
  whole: (upstream) => testClient(upstream).responses.create({ model: MODEL, input: QUESTION }),
};

/** Every wire that streams. */
export const WIRE_CLIENTS = { chat, messages, responses } as const;

interface Note {
  reason: string | undefined;
  word(text: string): void;
}

async function seen(read: (note: Note) => Promise<void>): Promise<SeenStream> {
  let text = "";
  let tokens = 0;
  let error: Error | undefined;
  const note: Note = {
    reason: undefined,
    word(added) {
      text += added;
      if (added !== "") tokens += 1;
    },
  };
  try {
    await read(note);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error("The call failed.", { cause: thrown });
  }
  return { text, tokens, reason: note.reason, error };
}
