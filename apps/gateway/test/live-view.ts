import type {
  LiveFrame,
  LiveMessage,
  RequestRow,
  SignalboxClient,
  SignalboxError,
} from "@signalbox/api-contract";

/** What a page would show: the messages of `system.live`, folded, and awaitable. */
export class LiveView implements Disposable {
  readonly messages: LiveMessage[] = [];
  readonly active = new Map<string, RequestRow>();
  readonly ended = new Map<string, RequestRow>();
  error: SignalboxError | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #subscription: { unsubscribe(): void };

  constructor(client: SignalboxClient) {
    this.#subscription = client.system.live.subscribe(undefined, {
      onData: ({ data }) => {
        this.#apply(data);
        this.#wake();
      },
      onError: (error) => {
        this.error = error;
        this.#wake();
      },
    });
  }

  /** Resolves as soon as the page shows it. */
  async until<T>(find: (view: this) => T | null | undefined | false): Promise<T> {
    for (;;) {
      const found = find(this);
      if (found !== null && found !== undefined && found !== false) return found;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await promise;
    }
  }

  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }

  #apply(message: LiveMessage): void {
    this.messages.push(message);
    if (message.type === "snapshot") {
      this.active.clear();
      for (const row of message.requests) this.active.set(row.id, row);
      for (const row of message.recent) this.ended.set(row.id, row);
    }
    if (message.type === "frame") this.#applyFrame(message);
  }

  #applyFrame({ upsert = [], tokens = {}, ended = [] }: LiveFrame): void {
    for (const row of upsert) this.active.set(row.id, row);
    for (const [id, outputTokens] of Object.entries(tokens)) {
      const row = this.active.get(id);
      if (row !== undefined) this.active.set(id, { ...row, outputTokens });
    }
    for (const row of ended) {
      this.active.delete(row.id);
      this.ended.set(row.id, row);
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** Opens a view; resolves once it shows the snapshot. */
export async function openLiveView(client: SignalboxClient): Promise<LiveView> {
  const view = new LiveView(client);
  await view.until(({ messages }) => messages.length > 0);
  return view;
}
