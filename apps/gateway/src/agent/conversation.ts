import type { ModelMessage } from "ai";
import type { ConversationKey, StateStore, StoredMessage } from "../state/index.ts";
import { charactersPerToken } from "../upstream/index.ts";

/** What was loaded of a conversation: its end, from a user's message on. */
export interface Loaded {
  readonly messages: readonly ModelMessage[];
  /** How many stand before it. */
  readonly leftOut: number;
}

/** What is stored is longer than its text: it is JSON, with names and marks around it. */
const loadFactor = 2;

/** A session's messages, as the model is told them again. */
export class Conversation {
  readonly #store: StateStore["conversations"];
  readonly #key: ConversationKey;

  readonly #isNamed: boolean;

  constructor(store: StateStore["conversations"], key: ConversationKey, isNamed = true) {
    this.#store = store;
    this.#key = key;
    this.#isNamed = isNamed;
  }

  /** Not more of it than a model that takes so many tokens could be told. */
  async load(maxTokens: number): Promise<Loaded> {
    const maxLength = maxTokens * charactersPerToken * loadFactor;
    const stored = await this.#store.load(this.#key, maxLength);
    const before = (stored[0]?.seq ?? 1) - 1;
    // Of a turn that was cut, the rest makes no sense: a tool's result without its call.
    const start =
      before === 0
        ? 0
        : Math.max(
            0,
            stored.findIndex(({ role }) => role === "user"),
          );
    return { messages: stored.slice(start).map(toModelMessage), leftOut: before + start };
  }

  /** Resolves when they are on disk. */
  async append(messages: readonly ModelMessage[], requestId: string, at: number): Promise<void> {
    const stored = messages.map(({ role, content }): StoredMessage => ({
      role,
      content: JSON.stringify(content),
      requestId,
      at,
    }));
    await this.#store.append(this.#key, stored, at, this.#isNamed);
  }
}

function toModelMessage({ role, content }: StoredMessage): ModelMessage {
  // What stands there was written by `append` from a ModelMessage.
  return { role, content: JSON.parse(content) as unknown } as ModelMessage;
}
