import type { AgentAnswer } from "../agent/index.ts";
import type { AgentConfig } from "../config/index.ts";
import type { MessageRole } from "../recorder/index.ts";
import type { Tool } from "../tools/index.ts";
import type { Target, WireName } from "../upstream/index.ts";
import type { AgentAsk } from "./agent-ask.ts";
import type { ChannelError } from "./channel-error.ts";
import type { Dialect } from "./dialect.ts";
import type { JsonObject } from "./json-body.ts";

/** A message as people read it. */
export interface ShownMessage {
  readonly role: MessageRole;
  readonly text: string;
}

/** What the gateway reads of a request's body; the rest passes as it is. */
export interface FaceBody {
  /** As the client wrote it: `provider/model`, an agent or an alias. */
  readonly model: string;
  readonly isStream: boolean;
  /** The client did not ask for the event with nothing but token counts. */
  readonly dropUsage: boolean;
  /** The last messages. */
  readonly shown: () => readonly ShownMessage[];
  /** What is set in the client's own bytes for a provider, beside the model's name. */
  readonly splice: (target: Target) => JsonObject;
  readonly agent: AgentUse;
}

/** What becomes of the request where its model is an agent. */
export type AgentUse =
  | {
      readonly kind: "answers";
      /** Throws `invalid` where the client wants of an agent what it does not do. */
      readonly ask: (agent: AgentConfig) => AgentAsk;
      readonly writer: (head: AnswerHead) => AnswerWriter;
    }
  /** The agent's provider is asked, with the agent's own instructions and tools set in the body. */
  | {
      readonly kind: "asks-provider";
      readonly splice: (agent: AgentConfig, tools: readonly Tool[]) => JsonObject;
    }
  | { readonly kind: "refuses"; readonly why: string };

/** What an agent's answer is headed with. */
export interface AnswerHead {
  readonly requestId: string;
  /** The agent's name: to its client it is a model. */
  readonly model: string;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** Epoch seconds, when it is asked. */
  readonly nowSeconds: () => number;
}

/** Writes an agent's answer: event by event, or whole. Every string is to be sent as it is. */
export interface AnswerWriter {
  text(delta: string): string;
  /** What closes the stream. */
  end(answer: AgentAnswer): string;
  whole(answer: AgentAnswer): string;
  /** What closes a stream that failed after it had begun. */
  failed(error: ChannelError): string;
}

/** One route that official clients call: all in which it differs from the others. */
export interface Face {
  readonly wire: WireName;
  readonly dialect: Dialect;
  /** Throws `invalid` with what is wrong and what was expected. */
  readonly readBody: (body: JsonObject) => FaceBody;
  /** What a provider's stream is closed with that failed. `tail` is what was passed on of it last. */
  readonly streamError: (error: ChannelError, tail: Buffer | null) => string;
}
