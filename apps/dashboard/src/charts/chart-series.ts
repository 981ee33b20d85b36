/** One series of a chart. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** A colour token, such as `q2` or `--bad`. */
  readonly color: string;
  /** Lengths of dash and space; solid where there is none. */
  readonly dash?: readonly number[] | undefined;
  /** Bars are stacked in their order, the first at the bottom. */
  readonly kind: "line" | "bar";
}

/** A moment to be seen on every chart: an onset, a start of the gateway, a change of the config. */
export interface ChartMark {
  readonly t: number;
  /** A word, beside the line. */
  readonly label: string;
  /** The rest of it, told where the pointer is near. */
  readonly detail: string;
  readonly color: string;
  /** The time after it is of another kind, and tinted. */
  readonly isOnset: boolean;
}

/** A time of which a chart tells nothing, or nothing that can be trusted. */
export interface ChartSpan {
  readonly from: number;
  readonly to: number;
  /** `gap`: nothing is known. `stall`: the gateway itself stood still. */
  readonly kind: "gap" | "stall";
  readonly detail: string;
}

/** A request on a chart. */
export interface ChartDot {
  readonly id: string;
  readonly t: number;
  /** Where it lies on the value axis; null for the upper edge. */
  readonly value: number | null;
  /** Failed ones are diamonds, slow ones circles. */
  readonly kind: "failed" | "slow";
  readonly label: string;
}
