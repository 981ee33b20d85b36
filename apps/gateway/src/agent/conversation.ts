import type { ModelMessage } from "ai";
import type { ConversationKey, StateStore, StoredMessage } from "../state/index.ts";

/** A session's messages, as the model is told them again. */
export class Conversation {
  readonly #store: StateStore["conversations"];
  readonly #key: ConversationKey;

  constructor(store: StateStore["conversations"], key: ConversationKey) {
    this.#store = store;
    this.#key = key;
  }

  async load(): Promise<ModelMessage[]> {
    const stored = await this.#store.load(this.#key);
    return stored.map(toModelMessage);
  }

  /** Resolves when they are on disk. */
  async append(messages: readonly ModelMessage[], requestId: string, at: number): Promise<void> {
    const stored = messages.map(({ role, content }): StoredMessage => ({
      role,
      content: JSON.stringify(content),
      requestId,
      at,
    }));
    await this.#store.append(this.#key, stored, at);
  }
}

function toModelMessage({ role, content }: StoredMessage): ModelMessage {
  // What stands there was written by `append` from a ModelMessage.
  return { role, content: JSON.parse(content) as unknown } as ModelMessage;
}
