import type { IncomingMessage, ServerResponse } from "node:http";
import { clientChosenId, ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import { readBody } from "../../http/read-body.ts";
import { CancelledError } from "../../requests/index.ts";
import { RequestFailure } from "../../requests/index.ts";
import type { TargetResolver } from "../../upstream/index.ts";
import { answerAsAgent, type AgentAnswerOptions } from "./agent-answer.ts";
import { parseChatBody } from "./chat-body.ts";
import { passThrough, type ChatCall, type PassThroughOptions } from "./chat-pass-through.ts";
import { modelsList } from "./models-list.ts";
import { sendOpenAiError, toOpenAiError } from "./openai-error.ts";

const maxBodyBytes = 4 * 1024 * 1024;

/** Requests that came by an OpenAI client are of this channel. */
export const openAiChannel = "openai";

export interface OpenAiChannelOptions extends PassThroughOptions, AgentAnswerOptions {
  readonly resolver: TargetResolver;
  readonly newId: () => string;
  readonly startedAt: number;
  readonly log: (error: unknown, requestId: string) => void;
}

/** The OpenAI wire: what its official clients send and expect. */
export class OpenAiChannel {
  readonly #options: OpenAiChannelOptions;

  constructor(options: OpenAiChannelOptions) {
    this.#options = options;
  }

  /** False where the path is none of this channel's. */
  async handle(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    caller: Caller,
  ): Promise<boolean> {
    if (path === "/v1/models" && request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(modelsList(this.#options.config(), this.#options.startedAt));
      return true;
    }
    if (path !== "/v1/chat/completions") return false;
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      sendOpenAiError(response, methodNotAllowed);
      return true;
    }
    await this.#chat(request, response, caller);
    return true;
  }

  async #chat(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    const { newId, state, log } = this.#options;
    const id = newId();
    response.setHeader("x-request-id", id);
    const leaving = new AbortController();
    response.once("close", () => {
      if (response.writableFinished) return;
      leaving.abort(new CancelledError("The client disconnected."));
    });
    state({ type: "connection.changed", channel: openAiChannel, delta: 1 });
    try {
      const text = await readBody(request, maxBodyBytes);
      const sessionId = sessionOf(request);
      const body = parseChatBody(text);
      await this.#answer({
        id,
        caller,
        channel: openAiChannel,
        sessionId,
        signal: leaving.signal,
        response,
        text,
        body,
      });
    } catch (error) {
      if (error instanceof ContractError) {
        state({ type: "refused", channel: openAiChannel, status: toOpenAiError(error, id).status });
      } else if (!(error instanceof RequestFailure) || error.kind === "internal") {
        log(error, id);
      }
      sendOpenAiError(response, toOpenAiError(error, id));
      if (!response.writableEnded) response.end();
    } finally {
      state({ type: "connection.changed", channel: openAiChannel, delta: -1 });
    }
  }

  /** A name with a slash is a provider's model; a bare one is an agent, then an alias. */
  async #answer(call: ChatCall): Promise<void> {
    const { resolver, config } = this.#options;
    const { model } = call.body;
    const agent = model.includes("/") ? undefined : config().agents.get(model);
    if (agent !== undefined) {
      await answerAsAgent(this.#options, call, agent);
      return;
    }
    await passThrough(this.#options, call, await resolver.targetSpeaking(model, "chat"));
  }
}

const methodNotAllowed = {
  status: 405,
  message: "Send a POST to /v1/chat/completions.",
  type: "invalid_request_error",
  code: "method_not_allowed",
  retryAfterMs: null,
} as const;

/** Names the session, and with it the lane. */
function sessionOf(request: IncomingMessage): string | null {
  const header = request.headers["x-session-id"];
  if (header === undefined) return null;
  const parsed = clientChosenId.safeParse(header);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    "invalid",
    "x-session-id must have 1 to 128 letters, digits or . _ : @ / + = -",
  );
}
