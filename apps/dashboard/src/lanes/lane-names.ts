import type { RequestRow, Span } from "@signalbox/api-contract";
import { isHeld } from "../requests/held-span.ts";
import { clientKey } from "./lane-address.ts";

/** How a lane is drawn: in which row, and under what name. */
export interface LaneName {
  readonly key: string;
  readonly label: string;
  readonly oneShot: boolean;
}

/**
 * Remembers what lanes are called. A span names only its lane; the name comes with a request's row, and
 * the row of a finished request may be gone while its spans are still in the picture.
 * Bounded by the live state: `forgetAllBut` drops what no span and no request names.
 */
export class LaneNames {
  readonly #names = new Map<string, LaneName>();

  learn(row: Pick<RequestRow, "lane" | "laneLabel" | "oneShot">): LaneName {
    const known = this.#names.get(row.lane);
    if (known?.label === row.laneLabel && known.oneShot === row.oneShot) return known;
    const name = row.oneShot
      ? clientName(row.laneLabel)
      : { key: `lane:${row.lane}`, label: row.laneLabel, oneShot: false };
    this.#names.set(row.lane, name);
    return name;
  }

  /** A queue span is called like its lane. That is all there is where the row was gone before the page opened. */
  learnFromSpan(span: Span): void {
    if (span.kind !== "queue" || isHeld(span) || this.#names.has(span.lane)) return;
    this.#names.set(span.lane, clientName(span.name));
  }

  of(span: Span): LaneName {
    return this.#names.get(span.lane) ?? nameless;
  }

  /** Of the row that a lane is drawn in; empty where nothing is known of it. */
  keyOf(lane: string): string {
    return this.#names.get(lane)?.key ?? "";
  }

  forgetAllBut(lanes: ReadonlySet<string>): void {
    for (const lane of this.#names.keys()) {
      if (!lanes.has(lane)) this.#names.delete(lane);
    }
  }

  get size(): number {
    return this.#names.size;
  }
}

const nameless = clientName("earlier requests");

function clientName(label: string): LaneName {
  return { key: clientKey(label), label, oneShot: true };
}
