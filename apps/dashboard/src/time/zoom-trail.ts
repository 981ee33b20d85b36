import type { FrameSearch } from "../app/search.ts";

/** The time that a page shows, as the address tells it. */
export type ZoomTime = Pick<FrameSearch, "at" | "window">;

const mostZooms = 50;

/** Zooms into time, one in the other: the way back out of them. */
export class ZoomTrail {
  #zooms: { readonly before: ZoomTime; readonly after: ZoomTime }[] = [];

  enter(before: ZoomTime, after: ZoomTime): void {
    // Whoever chose another time since began anew.
    if (!isSame(this.#zooms.at(-1)?.after, before)) this.#zooms = [];
    this.#zooms.push({ before, after });
    this.#zooms = this.#zooms.slice(-mostZooms);
  }

  /** What was shown before the zoom that shows `now`; null where that came by another way. */
  leave(now: ZoomTime): ZoomTime | null {
    const last = this.#zooms.at(-1);
    if (last === undefined || !isSame(last.after, now)) return null;
    this.#zooms.pop();
    return last.before;
  }
}

function isSame(a: ZoomTime | undefined, b: ZoomTime): boolean {
  return a !== undefined && a.at === b.at && a.window === b.window;
}
