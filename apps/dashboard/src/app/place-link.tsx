import { Link } from "@tanstack/react-router";
import type { FindingPlace } from "@signalbox/api-contract";
import { placeSearch } from "./place-search.ts";

export interface PlaceLinkProps {
  readonly place: FindingPlace;
  readonly className: string;
}

/** To where what a finding tells of is looked at. */
export function PlaceLink({ place, className }: PlaceLinkProps) {
  if (place.kind === "process") {
    return (
      <Link to="/gateway" className={className}>
        health →
      </Link>
    );
  }
  if (place.kind === "request") {
    // Over the page that is open, in the place of the evidence.
    const open = <T extends object>(now: T) => ({
      ...now,
      evidence: undefined,
      request: place.requestId,
    });
    return (
      <Link to="." search={open} className={className}>
        request →
      </Link>
    );
  }
  return (
    <Link to="/requests" search={placeSearch(place)} className={className}>
      requests →
    </Link>
  );
}
