/** A log-normal quantity: half of all draws lie below the median. */
export interface Spread {
  readonly median: number;
  /** Standard deviation of the logarithm: 0.2 is steady, 1 is wild. */
  readonly sigma: number;
}

/** What a practice model is like. */
export interface ModelProfile {
  readonly id: string;
  /** Time to the first token, milliseconds. */
  readonly ttftMs: Spread;
  /** Time between two tokens, milliseconds. */
  readonly gapMs: Spread;
  /** Tokens of an answer in prose. */
  readonly answerTokens: Spread;
  /** Tokens thought and billed, but never sent. */
  readonly reasoningTokens?: Spread;
  /** Prompt and answer together. */
  readonly contextTokens: number;
}

/** No answer is longer, whatever the draw. */
export const MAX_ANSWER_TOKENS = 1_200;

/** The models of a practice upstream, unless it is given others. */
export const DEFAULT_MODELS: readonly ModelProfile[] = [
  {
    id: "swift-1",
    ttftMs: { median: 180, sigma: 0.35 },
    gapMs: { median: 12, sigma: 0.45 },
    answerTokens: { median: 80, sigma: 0.5 },
    contextTokens: 128_000,
  },
  {
    id: "steady-1",
    ttftMs: { median: 450, sigma: 0.25 },
    gapMs: { median: 24, sigma: 0.3 },
    answerTokens: { median: 140, sigma: 0.5 },
    contextTokens: 128_000,
  },
  {
    id: "deep-1",
    ttftMs: { median: 1_400, sigma: 0.45 },
    gapMs: { median: 38, sigma: 0.5 },
    answerTokens: { median: 300, sigma: 0.6 },
    reasoningTokens: { median: 260, sigma: 0.7 },
    contextTokens: 256_000,
  },
];
