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

/** A moment to be seen on every chart: an onset, or a change of the config. The time after it is tinted. */
export interface ChartMark {
  readonly t: number;
  /** Where what began is over, and the tint with it; the chart's end unless told. */
  readonly to?: number;
  readonly label: string;
  readonly color: string;
}
