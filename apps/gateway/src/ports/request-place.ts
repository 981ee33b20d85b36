import { ContractError } from "@signalbox/api-contract";

/**
 * A place in the list of all requests, which changes while it is read: first those that were in flight
 * when reading began, by their acceptance, then those that had ended by then, by their end; the newest
 * first in both. So a request that ends in the meantime stays where it was.
 */
export type RequestPlace = {
  /** The start of the gateway that the place is in. */
  readonly boot: number;
} & (
  | {
      readonly part: "open";
      /** After the one that was accepted then. */
      readonly seq: number;
      /** The last end when reading began. */
      readonly horizon: number;
    }
  | {
      readonly part: "ended";
      /** After the one that ended then. */
      readonly endedSeq: number;
    }
);

/** Beyond every number of a fact. */
export const beyondAll = Number.MAX_SAFE_INTEGER;

export function encodePlace(place: RequestPlace): string {
  return place.part === "open"
    ? `o.${place.boot}.${place.seq}.${place.horizon}`
    : `e.${place.boot}.${place.endedSeq}`;
}

/** @throws {ContractError} `invalid` where it is no cursor of ours. */
export function decodePlace(cursor: string): RequestPlace {
  const [part, ...rest] = cursor.split(".");
  const [boot, first, horizon] = rest.map(Number);
  const isWhole = rest.every((value) => /^\d{1,16}$/.test(value));
  if (isWhole && boot !== undefined && first !== undefined) {
    if (part === "e" && rest.length === 2) return { boot, part: "ended", endedSeq: first };
    if (part === "o" && horizon !== undefined && rest.length === 3) {
      return { boot, part: "open", seq: first, horizon };
    }
  }
  throw new ContractError(
    "invalid",
    "The cursor is none that requests.list gave. Leave it out to begin with the newest.",
  );
}
