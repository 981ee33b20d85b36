import type { CallFilter, RequestRow } from "@signalbox/api-contract";
import { trpc } from "../api/index.ts";
import { evidenceMs } from "./evidence-window.ts";
import { compareSpeeds, modelOf, speedsOf, type ComparedSpeed } from "./speed.ts";

/** What is usual: the hour that ended when the window began. */
const beforeMs = 60 * 60_000;
const samples = 3;
/** No call takes longer. */
const longestMs = 86_400_000;

/** What took how long in the five minutes before `to`, beside the hour before those. */
export interface SpeedEvidence {
  readonly from: number;
  readonly to: number;
  readonly speeds: readonly ComparedSpeed[];
  /** Of the model that is slowest by its own measure: calls beyond its limit, the newest first. */
  readonly samples: readonly RequestRow[];
  readonly sampled: ComparedSpeed | null;
}

export interface SpeedWish {
  readonly end: number;
  readonly isPast: boolean;
}

export async function askSpeed(
  { end, isPast }: SpeedWish,
  signal: AbortSignal,
): Promise<SpeedEvidence> {
  const from = end - evidenceMs;
  const now = { windowMs: evidenceMs, ...(isPast ? { at: end } : {}) };
  const before = { windowMs: beforeMs, at: from };
  const [models, tools, modelsBefore, toolsBefore] = await Promise.all([
    trpc.models.list.query(now, { signal }),
    trpc.tools.list.query(now, { signal }),
    trpc.models.list.query(before, { signal }),
    trpc.tools.list.query(before, { signal }),
  ]);
  const speeds = compareSpeeds(speedsOf(models, tools), speedsOf(modelsBefore, toolsBefore));
  const sampled = speeds.find(({ isSlow, phase }) => isSlow && phase !== "tool") ?? null;
  const call = sampled === null ? null : callBeyond(sampled);
  const found =
    call === null
      ? []
      : (await trpc.requests.list.query({ call, from, to: end, limit: samples }, { signal }))
          .requests;
  return { from, to: end, speeds, samples: found, sampled };
}

/** Calls that took longer than what is slow; null for what is no model call. */
export function callBeyond({ phase, name, limitMs }: ComparedSpeed): CallFilter | null {
  if (phase === "tool") return null;
  return { ...modelOf(name), metric: phase, minMs: Math.floor(limitMs), maxMs: longestMs };
}
