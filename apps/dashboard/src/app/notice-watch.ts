/** Not oftener than this, over all tabs of the browser. */
const noticeEveryMs = 60_000;

/** How it stands when somebody looks whether to say something. */
export interface NoticeMoment {
  readonly now: number;
  /** What is red, in a few words; null where nothing is. */
  readonly red: string | null;
  readonly isHidden: boolean;
  /** When something was last said, or seen red in a tab that is in view, by any tab. */
  readonly lastAt: number;
}

export type NoticeStep =
  | { readonly kind: "nothing" }
  /** It is in view: nobody has to be told, in any tab. */
  | { readonly kind: "seen" }
  | { readonly kind: "tell"; readonly text: string };

const nothing = { kind: "nothing" } as const;

/**
 * Whether to tell of what is red while the tab is hidden: once for each time that it turns red, and not
 * where another tab has told it or shows it. What has to wait for the minute to be over is told then, if it
 * is still red.
 */
export class NoticeWatch {
  #isKnown = false;
  #lastAt = 0;

  step({ now, red, isHidden, lastAt }: NoticeMoment): NoticeStep {
    const isOthers = lastAt > this.#lastAt;
    this.#lastAt = Math.max(this.#lastAt, lastAt);
    if (red === null) {
      this.#isKnown = false;
      return nothing;
    }
    if (this.#isKnown) return nothing;
    if (!isHidden) {
      this.#isKnown = true;
      this.#lastAt = now;
      return { kind: "seen" };
    }
    if (isOthers && now - lastAt < noticeEveryMs) this.#isKnown = true;
    if (this.#isKnown || now - lastAt < noticeEveryMs) return nothing;
    this.#isKnown = true;
    this.#lastAt = now;
    return { kind: "tell", text: red };
  }
}
