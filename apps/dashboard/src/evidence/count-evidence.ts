import type { Dimension, HistorySeries } from "@signalbox/api-contract";

/** What ended in the window, of everything or of one value of a dimension. A cancel is no failure and no success. */
export interface Counted {
  /** Without those that were cancelled. */
  readonly ended: number;
  readonly failed: number;
}

export interface CountedValue extends Counted {
  readonly value: string;
  /** 0…1 of all that failed. */
  readonly shareOfFailed: number;
  /** 0…1 of all that did not; null where everything failed. */
  readonly shareOfRest: number | null;
}

export interface CountedDimension {
  readonly dimension: Dimension;
  /** What failures have more of than the rest first. */
  readonly values: readonly CountedValue[];
}

export interface CounterSeries {
  readonly requests: HistorySeries;
  readonly failures: HistorySeries;
  readonly cancelled: HistorySeries;
}

/** Every request has one channel, and only one: together they are everything. */
export function countAll(byChannel: CounterSeries): Counted {
  const values = valuesOf(byChannel);
  return {
    ended: values.reduce((sum, { ended }) => sum + ended, 0),
    failed: values.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** Failures against the rest, for each value of one dimension that something ended of. */
export function countDimension(
  dimension: Dimension,
  series: CounterSeries,
  all: Counted,
): CountedDimension {
  const rest = all.ended - all.failed;
  const values = valuesOf(series)
    .filter(({ ended, failed }) => ended + failed > 0)
    .map(({ value, ended, failed }) => ({
      value,
      ended,
      failed,
      shareOfFailed: all.failed === 0 ? 0 : failed / all.failed,
      shareOfRest: rest === 0 ? null : (ended - failed) / rest,
    }));
  // Where nothing failed nothing leads, and what there is most of comes first.
  const leads = all.failed === 0 ? () => 0 : lead;
  return { dimension, values: values.toSorted((a, b) => leads(b) - leads(a) || b.ended - a.ended) };
}

function lead({ shareOfFailed, shareOfRest }: CountedValue): number {
  return shareOfFailed - (shareOfRest ?? 0);
}

function valuesOf({ requests, failures, cancelled }: CounterSeries) {
  const failed = sums(failures);
  const gone = sums(cancelled);
  return Array.from(sums(requests), ([value, all]) => ({
    value,
    ended: all - (gone.get(value) ?? 0),
    failed: failed.get(value) ?? 0,
  }));
}

/** The sum over all steps of each value; a step that is not known adds nothing. */
export function sums({ groups }: HistorySeries): ReadonlyMap<string, number> {
  return new Map(
    groups.map(({ value, values }) => [
      value,
      values.reduce((sum: number, step) => sum + (step ?? 0), 0),
    ]),
  );
}
