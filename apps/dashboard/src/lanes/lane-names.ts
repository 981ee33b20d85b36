import type { RequestRow, Span } from "@signalbox/api-contract";

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

  learn(row: RequestRow): LaneName {
    const known = this.#names.get(row.lane);
    if (known !== undefined && known.label === row.laneLabel) return known;
    const name: LaneName = {
      key: row.oneShot ? `client:${row.laneLabel}` : `lane:${row.lane}`,
      label: row.laneLabel,
      oneShot: row.oneShot,
    };
    this.#names.set(row.lane, name);
    return name;
  }

  of(span: Span): LaneName {
    const known = this.#names.get(span.lane);
    if (known !== undefined) return known;
    const label = span.kind === "queue" ? span.name : span.lane;
    return { key: `lane:${span.lane}`, label, oneShot: false };
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
