import { ContractError } from "@signalbox/api-contract";
import type { RequestRecord } from "../recorder/index.ts";

/**
 * A place in the list of all requests: those in flight, the newest first, then those that ended, the last
 * first. The list changes while it is read: what was in flight and was shown may end in the meantime. So
 * a place tells when reading began and how far it came among those in flight.
 */
export interface RequestPlace {
  /** The start of the gateway that the place is in. */
  readonly boot: number;
  /** Among the ended: after the one that ended then. Infinity before all of them. */
  readonly endedSeq: number;
  /** Requests in flight from this one on were shown. */
  readonly seq: number;
  /** The last end when reading began: who ended later was in flight then. */
  readonly horizon: number;
}

const none = "-";

export function encodePlace({ boot, endedSeq, seq, horizon }: RequestPlace): string {
  return [boot, endedSeq, seq, horizon]
    .map((value) => (Number.isFinite(value) ? String(value) : none))
    .join(".");
}

/** @throws {ContractError} `invalid` where it is no cursor of ours. */
export function decodePlace(cursor: string): RequestPlace {
  if (!/^\d+(\.(\d+|-)){3}$/.test(cursor)) {
    const message =
      "The cursor is none that requests.list gave. Leave it out to begin with the newest.";
    throw new ContractError("invalid", message);
  }
  const [boot = 0, endedSeq = 0, seq = 0, horizon = 0] = cursor
    .split(".")
    .map((value) => (value === none ? Infinity : Number(value)));
  return { boot, endedSeq, seq, horizon };
}

/** Whether a request of the place's own start comes after it. */
export function isAfter(record: RequestRecord, { endedSeq, seq, horizon }: RequestPlace): boolean {
  if (record.endedSeq === null) return endedSeq === Infinity && record.seq < seq;
  return record.endedSeq < endedSeq && (record.endedSeq <= horizon || record.seq < seq);
}

export function placeAt(record: RequestRecord, before: RequestPlace): RequestPlace {
  return record.endedSeq === null
    ? { ...before, seq: record.seq }
    : { ...before, endedSeq: record.endedSeq };
}
