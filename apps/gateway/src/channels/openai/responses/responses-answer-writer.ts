import type { AgentAnswer } from "../../../agent/index.ts";
import type { ChannelError } from "../../channel-error.ts";
import type { AnswerHead, AnswerWriter } from "../../face.ts";
import type { JsonObject } from "../../json-body.ts";
import { openAiCode } from "../openai-dialect.ts";
import { responseResource, type ResponseState } from "./response-resource.ts";
import { errorEvent, responsesEvent } from "./responses-events.ts";

/** An agent's answer as one message of a response: event by event, or whole. */
export class ResponsesAnswerWriter implements AnswerWriter {
  readonly #head: AnswerHead;
  readonly #body: JsonObject;
  #sequence = 0;
  #text = "";
  #hasBegun = false;

  constructor(head: AnswerHead, body: JsonObject) {
    this.#head = head;
    this.#body = body;
  }

  text(delta: string): string {
    const opening = this.#begin();
    this.#text += delta;
    return (
      opening + this.#event("response.output_text.delta", { ...this.#place, delta, logprobs: [] })
    );
  }

  end(answer: AgentAnswer): string {
    const opening = this.#begin();
    const state = this.#ended({ ...answer, text: this.#text });
    const part = textPart(this.#text);
    const item = this.#item(state.status);
    const type = `response.${state.status}`;
    return [
      opening,
      this.#event("response.output_text.done", { ...this.#place, text: this.#text, logprobs: [] }),
      this.#event("response.content_part.done", { ...this.#place, part }),
      this.#event("response.output_item.done", { output_index: 0, item }),
      this.#event(type, { response: this.#resource(state) }),
    ].join("");
  }

  whole(answer: AgentAnswer): string {
    return JSON.stringify(this.#resource(this.#ended(answer)));
  }

  failed(error: ChannelError): string {
    const opening = this.#begin();
    const said = errorEvent(error, this.#sequence);
    this.#sequence += 1;
    const { message } = error;
    const code = error.kind === "rate_limit" ? openAiCode(error) : "server_error";
    const output = [this.#item("incomplete")];
    const response = this.#resource({ status: "failed", output, error: { code, message } });
    return opening + said + this.#event("response.failed", { response });
  }

  #begin(): string {
    if (this.#hasBegun) return "";
    this.#hasBegun = true;
    const response = this.#resource({ status: "in_progress", output: [] });
    const item = { ...this.#item("in_progress"), content: [] };
    return [
      this.#event("response.created", { response }),
      this.#event("response.in_progress", { response }),
      this.#event("response.output_item.added", { output_index: 0, item }),
      this.#event("response.content_part.added", { ...this.#place, part: textPart("") }),
    ].join("");
  }

  /** Where in the response the text stands: its only message, its only part. */
  get #place() {
    return { item_id: this.#itemId, output_index: 0, content_index: 0 };
  }

  get #itemId(): string {
    return `msg_${this.#head.requestId}`;
  }

  #item(status: string) {
    const content = [textPart(this.#text)];
    return { id: this.#itemId, type: "message", status, role: "assistant", content };
  }

  #ended({ text, usage, finishReason }: AgentAnswer): ResponseState {
    this.#text = text;
    const incompleteReason = toIncompleteReason(finishReason);
    const status = incompleteReason === null ? "completed" : "incomplete";
    return {
      status,
      output: [this.#item(status)],
      ...(usage.source !== "unknown" && { usage }),
      ...(incompleteReason === null
        ? { completedAt: this.#head.nowSeconds() }
        : { incompleteReason }),
    };
  }

  #resource(state: ResponseState) {
    return responseResource(this.#head, this.#body, state);
  }

  #event(type: string, members: JsonObject): string {
    const event = responsesEvent(type, this.#sequence, members);
    this.#sequence += 1;
    return event;
  }
}

function textPart(text: string) {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

/** A run that used up its steps stopped for length; to its client no tool is left to call. */
function toIncompleteReason(reason: string | null): string | null {
  if (reason === "length" || reason === "tool-calls") return "max_output_tokens";
  return reason === "content-filter" ? "content_filter" : null;
}
