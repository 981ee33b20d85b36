import { AnswerProgress } from "./answer-progress.ts";
import type { AnswerText } from "./answer-text.ts";
import { ToolCallCount } from "./tool-call-count.ts";
import type { AnsweredError, TokenUsage } from "./wire.ts";

export interface StreamTallyOptions {
  /** Told at the first token and never again. */
  readonly onFirstToken: () => void;
  readonly mono: () => number;
  /** Tool calls are counted where they are bounded. */
  readonly maxToolCalls?: number | null;
}

/** What is known of a streamed answer so far, whatever the wire. */
export class StreamTally {
  /** What outlives the answer; the rest, and all that it hangs on, goes with it. */
  readonly progress = new AnswerProgress();
  readonly #mono: () => number;
  /** Let go once it was told: whoever keeps the tally would keep all that it sees. */
  #onFirstToken: (() => void) | null;
  /** Null where there may be any. */
  readonly toolCalls: ToolCallCount | null;
  firstTokenMono: number | null = null;
  usage: TokenUsage | null = null;
  /** In the provider's word for it. */
  finishReason: string | null = null;
  error: AnsweredError | null = null;
  /** The provider said that the answer is complete. */
  done = false;

  constructor({ onFirstToken, mono, maxToolCalls = null }: StreamTallyOptions) {
    this.toolCalls = maxToolCalls === null ? null : new ToolCallCount(maxToolCalls);
    this.#mono = mono;
    this.#onFirstToken = onFirstToken;
  }

  get text(): AnswerText {
    return this.progress.answer;
  }

  get tokens(): number {
    return this.progress.outputTokens;
  }

  get lastTokenMono(): number | null {
    return this.progress.lastTokenMono;
  }

  countToken(): void {
    const mono = this.#mono();
    this.progress.outputTokens += 1;
    this.progress.lastTokenMono = mono;
    if (this.firstTokenMono !== null) return;
    this.firstTokenMono = mono;
    const tell = this.#onFirstToken;
    this.#onFirstToken = null;
    tell?.();
  }
}
