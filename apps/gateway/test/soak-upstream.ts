import type { FaultRule, PracticeOptions, PracticeUpstream } from "@signalbox/practice/upstream";
import type { Message } from "./soak-plan.ts";

/** Answers at once, in one sentence. */
const instant = {
  id: "instant-1",
  ttftMs: { median: 1, sigma: 0 },
  gapMs: { median: 1, sigma: 0 },
  answerTokens: { median: 1, sigma: 0 },
  contextTokens: 1_000_000,
};

/** Whose minutes are short: the quota that it tells of is never used up. */
export function soakUpstreamOptions(): PracticeOptions {
  const startedAt = performance.now();
  return { models: [instant], now: () => (performance.now() - startedAt) * 1_000 };
}

/** None of which a breaker counts as an illness of the model, or not at this rate. */
const faults: readonly FaultRule["fault"][] = [
  { kind: "context_length" },
  { kind: "error_in_stream", afterTokens: 1 },
  { kind: "cut", afterTokens: 1 },
];

/** What is known of a message while it is under way. */
export interface Progress {
  readonly message: Message;
  /** Those of its session that had been accepted when it was sent: it must not overtake them. */
  after: readonly Progress[];
  accepted: boolean;
  ended: boolean;
  arrivals: number;
  readonly onArrival: (() => void)[];
}

/** Sees every call as the upstream gets it, and says what should not have been. */
export class SoakWitness {
  arrivals = 0;
  readonly #wrongs: string[] = [];
  readonly #overtaken: { readonly text: string; readonly before: Progress }[] = [];
  readonly #upstream: PracticeUpstream;
  readonly #progress: ReadonlyMap<string, Progress>;
  /** The call that each session's upstream got last: nothing of it may go on when the next one comes. */
  readonly #last = new Map<
    number,
    { readonly progress: Progress; readonly isOver: () => boolean }
  >();

  constructor(upstream: PracticeUpstream, progress: ReadonlyMap<string, Progress>) {
    this.#upstream = upstream;
    this.#progress = progress;
    upstream.inject({
      fault: { kind: "hang" },
      match: ({ id, text }) => {
        this.#see(id, text);
        return false;
      },
    });
    faults.forEach((fault, index) =>
      upstream.inject({ fault, match: ({ text }) => text.endsWith(`fails ${index}`) }),
    );
    upstream.inject({
      fault: { kind: "hang" },
      match: ({ text }) => text.endsWith("is cancelled"),
    });
  }

  /** What must not be. Who was overtaken and never ran had been cancelled, which its client heard later. */
  wrongs(): string[] {
    const overtaken = this.#overtaken.filter(({ before }) => before.arrivals > 0);
    return [
      ...this.#wrongs,
      ...overtaken.map(({ text, before }) => `${text} overtook ${before.message.text}`),
    ];
  }

  #see(id: string, text: string): void {
    this.arrivals += 1;
    const progress = this.#progress.get(text.split(" ", 1)[0] ?? "");
    if (progress === undefined) {
      this.#wrongs.push(`nobody sent "${text}"`);
      return;
    }
    const { message, after } = progress;
    progress.arrivals += 1;
    if (progress.arrivals > 1) this.#wrongs.push(`${text} ran ${progress.arrivals} times`);
    for (const before of after) {
      if (before.arrivals === 0 && !before.ended) this.#overtaken.push({ text, before });
    }
    const last = this.#last.get(message.session);
    if (last !== undefined && !last.isOver() && isAnswered(last.progress)) {
      this.#wrongs.push(`${text} ran beside ${last.progress.message.text}`);
    }
    const record = this.#upstream.stats().recent.findLast((one) => one.id === id);
    this.#last.set(message.session, { progress, isOver: () => record?.outcome !== undefined });
    for (const tell of progress.onArrival) tell();
  }
}

/** Nobody gives up on it: that an upstream's client went away shows there only later. */
function isAnswered({ message }: Progress): boolean {
  return message.fate === "ok" || message.fate === "fails";
}
