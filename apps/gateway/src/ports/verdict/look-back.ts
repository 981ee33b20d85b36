import type { Sample } from "@signalbox/api-contract";
import { OTHER } from "@signalbox/metrics";
import type { FoundValue, History, RollupsFound } from "../../history/index.ts";

const msPerMinute = 60_000;
/** As long as the Health page lays its lines over. */
const paceMinutes = 360;
const hour = 60;
const day = 1_440;
const slice = 5;
/** Of an hour: a restart costs a minute or two. */
const enoughKnown = 55;
const maxAgents = 65;

/** What one agent came to in an hour. */
export interface HourCost {
  readonly usd: number;
  /** Model calls without a known price. */
  readonly unpriced: number;
}

export interface AgentCost {
  readonly agent: string;
  readonly lastHour: HourCost;
  readonly hourBefore: HourCost;
}

/** What the slow rules rest on, by whole minutes before the one that holds the moment. */
export interface LookBack {
  readonly heap: readonly Sample[];
  readonly diskFree: readonly Sample[];
  /** Empty where the hour before the last is not known. */
  readonly agents: readonly AgentCost[];
  readonly usual: UsualTraffic;
}

/** Requests in five minutes; null where that time is not known. */
export interface UsualTraffic {
  /** At least so many in more than half of the five minutes of the hour that ended five minutes ago. */
  readonly hourBefore: number | null;
  readonly dayBefore: number | null;
}

/** Reads it from stored history, with the minutes that wait for the disk, over all starts that they are of. */
export async function readLookBack(
  history: Pick<History, "rollups">,
  t: number,
): Promise<LookBack> {
  const to = Math.floor(t / msPerMinute);
  const read = (from: number, end: number, ...wishes: Parameters<History["rollups"]>[1]) =>
    history.rollups({ from, to: end, stepMinutes: 1 }, wishes);
  const requests = { dimension: "", part: "counters", counters: ["requests"], limit: 1 } as const;
  const [pace, work, yesterday] = await Promise.all([
    read(to - paceMinutes, to, {
      dimension: "",
      part: "gauges",
      values: ["heapUsedBytes", "diskFreeBytes"],
      limit: 2,
    }),
    read(to - 2 * hour, to, requests, {
      dimension: "agent",
      part: "counters",
      counters: ["costUsd", "unpriced"],
      limit: maxAgents,
    }),
    read(to - day - slice, to - day, requests),
  ]);
  const samplesOf = (name: string) =>
    samples(
      pace.wishes[0]?.values.find((value) => value.name === name),
      to - paceMinutes,
    );
  return {
    heap: samplesOf("heapUsedBytes"),
    diskFree: samplesOf("diskFreeBytes"),
    agents: agentCosts(work),
    usual: { hourBefore: mostly(work), dayBefore: allOf(yesterday) },
  };
}

/** The mean of each minute that has one. */
function samples(value: FoundValue | undefined, from: number): Sample[] {
  return Array.from(value?.columns[0] ?? [], (mean, step) => ({
    t: (from + step) * msPerMinute,
    value: mean,
  })).filter(({ value: mean }) => !Number.isNaN(mean));
}

function agentCosts(work: RollupsFound): AgentCost[] {
  if (knownIn(work, 0, hour) < enoughKnown) return [];
  const costOf = ({ columns: [usd, unpriced] }: FoundValue, from: number): HourCost => ({
    usd: sum(usd, from, from + hour),
    unpriced: sum(unpriced, from, from + hour),
  });
  return (work.wishes[1]?.values ?? [])
    .filter(({ name }) => name !== OTHER)
    .map((value) => ({
      agent: value.name,
      lastHour: costOf(value, hour),
      hourBefore: costOf(value, 0),
    }));
}

/** A rush of some minutes would lift the mean for an hour: what is usual is the middle. */
function mostly(work: RollupsFound): number | null {
  const from = hour - slice;
  if (knownIn(work, from, from + hour) < enoughKnown) return null;
  const counts = work.wishes[0]?.values[0]?.columns[0];
  const slices = Array.from({ length: hour / slice }, (_, i) =>
    sum(counts, from + i * slice, from + (i + 1) * slice),
  );
  return slices.toSorted((a, b) => b - a)[slices.length / 2] ?? null;
}

function allOf(found: RollupsFound): number | null {
  if (knownIn(found, 0, slice) < slice) return null;
  return sum(found.wishes[0]?.values[0]?.columns[0], 0, slice);
}

function knownIn({ known }: RollupsFound, from: number, to: number): number {
  return known.subarray(from, to).reduce((n, is) => n + is, 0);
}

/** Where nothing was counted there is no number. */
function sum(column: Float64Array | undefined, from: number, to: number): number {
  return (column ?? new Float64Array())
    .subarray(from, to)
    .reduce((all, figure) => all + (Number.isNaN(figure) ? 0 : figure), 0);
}
