import type { IncomingMessage, ServerResponse } from "node:http";
import { clientChosenId, ContractError } from "@signalbox/api-contract";
import type { Caller } from "@signalbox/api-contract/server";
import type { CarryingResponse } from "../http/carrying-response.ts";
import { readBody } from "../http/read-body.ts";
import { CancelledError, RequestFailure } from "../requests/index.ts";
import { routeOf, type Target } from "../upstream/index.ts";
import { answerAsAgent, type AgentAnswerOptions } from "./agent-answer.ts";
import { sendError, toChannelError } from "./channel-error.ts";
import type { FaceCall } from "./face-call.ts";
import type { Face } from "./face.ts";
import { faces } from "./faces.ts";
import { invalid, parseJsonBody } from "./json-body.ts";
import { answerModels } from "./models/answer-models.ts";
import { askProviderOf, type AskProviderOptions } from "./ask-provider.ts";
import { passThrough } from "./pass-through.ts";

const maxBodyBytes = 4 * 1024 * 1024;

export interface FaceChannelOptions extends AskProviderOptions, AgentAnswerOptions {
  readonly newId: () => string;
  readonly startedAt: number;
  readonly log: (error: unknown, requestId: string) => void;
}

/** Everything under /v1: what official clients send, each by the face that it knows. */
export class FaceChannel {
  readonly #options: FaceChannelOptions;

  constructor(options: FaceChannelOptions) {
    this.#options = options;
  }

  /** False where the path is none of a face's. */
  async handle(
    path: string,
    request: IncomingMessage,
    response: CarryingResponse,
    caller: Caller,
  ): Promise<boolean> {
    if (answerModels(this.#options, path, request, response)) return true;
    const face = faces.get(path);
    if (face === undefined) return false;
    const id = this.#options.newId();
    for (const header of face.dialect.requestIdHeaders) response.carry({ [header]: id });
    if (request.method === "POST") await this.#handle(face, id, request, response, caller);
    else refuseMethod(face, id, response);
    return true;
  }

  async #handle(
    face: Face,
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
    caller: Caller,
  ): Promise<void> {
    const { state, log } = this.#options;
    const { dialect } = face;
    const { channel } = dialect;
    const leaving = leavingOf(response);
    const { signal } = leaving;
    const giveUp = (reason: CancelledError): void => {
      leaving.abort(reason);
      response.destroy();
    };
    state({ type: "connection.changed", channel, delta: 1 });
    try {
      const text = await readBody(request, maxBodyBytes);
      const sessionId = sessionOf(request);
      const body = face.readBody(parseJsonBody(text));
      const { headers } = request;
      const asked = { face, id, caller, sessionId, headers, text, body };
      await this.#answer({ ...asked, signal, giveUp, response });
    } catch (error) {
      const told = toChannelError(error, id);
      if (error instanceof ContractError) {
        state({
          type: "refused",
          channel,
          status: dialect.statusOf(told),
          client: caller.name,
        });
      } else if (!(error instanceof RequestFailure) || error.kind === "internal") {
        log(error, id);
      }
      sendError(response, dialect, told);
      if (!response.writableEnded) response.end();
    } finally {
      state({ type: "connection.changed", channel, delta: -1 });
    }
  }

  /** A name with a slash is a provider's model; a bare one is an agent, then an alias. */
  async #answer(call: FaceCall): Promise<void> {
    const { resolver, config } = this.#options;
    const { model, splice, agent: use } = call.body;
    const agent = model.includes("/") ? undefined : config().agents.get(model);
    if (agent === undefined) {
      const targets = await resolver.targetsSpeaking(model, call.face.wire);
      return passThrough(this.#options, call, {
        targets: atLeastOne(targets),
        agent: null,
        splice,
      });
    }
    if (use.kind === "answers") return answerAsAgent(this.#options, call, agent, use);
    if (use.kind === "asks-provider") return askProviderOf(this.#options, call, agent, use);
    throw invalid(use.why);
  }
}

function atLeastOne([first, ...rest]: readonly Target[]): [Target, ...Target[]] {
  if (first === undefined) throw invalid("This alias names no model. Its config must list one.");
  return [first, ...rest];
}

function refuseMethod({ wire, dialect }: Face, requestId: string, response: ServerResponse): void {
  response.setHeader("allow", "POST");
  sendError(response, dialect, {
    requestId,
    status: 405,
    message: `Send a POST to ${routeOf[wire]}.`,
    code: "method_not_allowed",
    kind: null,
    retryAfterMs: null,
    isFinal: false,
  });
}

/** Aborts when the client goes away before it has its answer. */
function leavingOf(response: ServerResponse): AbortController {
  const leaving = new AbortController();
  response.once("close", () => {
    if (response.writableFinished) return;
    leaving.abort(new CancelledError("The client disconnected."));
  });
  return leaving;
}

/** Names the session, and with it the lane. */
function sessionOf(request: IncomingMessage): string | null {
  const header = request.headers["x-session-id"];
  if (header === undefined) return null;
  const parsed = clientChosenId.safeParse(header);
  if (parsed.success) return parsed.data;
  throw invalid("x-session-id must have 1 to 128 letters, digits or . _ : @ / + = -");
}
