import type { JsonObject } from "./json-value.ts";

/** A message as every wire means it. */
export interface PromptMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly text: string;
  /** Names of the tools that an assistant's message called, by call id. */
  readonly calls?: ReadonlyMap<string, string>;
  /** The call that a tool's message answers. */
  readonly callId?: string;
}

/** A tool on offer, its parameters a JSON schema that nobody has checked. */
export interface OfferedTool {
  readonly name: string;
  readonly parameters: unknown;
}

/** Whether tools may, must or must not be called; a name is that tool and no other. */
export type ToolChoice =
  | { readonly kind: "auto" }
  | { readonly kind: "none" }
  | { readonly kind: "required" }
  | { readonly kind: "named"; readonly name: string };

/** What a client asks for, freed from its wire. */
export interface Prompt {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelCalls: boolean;
  readonly maxTokens?: number;
  readonly stop: readonly string[];
  readonly seed?: number;
  /** Whether what the model thought is to be shown. */
  readonly showThought?: boolean;
  /** Messages, from the first, that the client wants cached; without it the provider sees to that. */
  readonly cachedMessages?: number;
  /** What the wire repeats of the request in its answer. */
  readonly echo?: JsonObject;
  /** Set if the answer has to be JSON: the schema, or `{}` for any object. */
  readonly jsonSchema?: unknown;
}

// What is asked stands at the front; patterns are not run over a whole book behind it.
const MAX_QUESTION_CHARACTERS = 4_000;

/** The last message a user sent, its first 4,000 characters; empty if none did. */
export function lastUserText(messages: readonly PromptMessage[]): string {
  const text = messages.findLast(({ role }) => role === "user")?.text ?? "";
  return text.slice(0, MAX_QUESTION_CHARACTERS);
}
