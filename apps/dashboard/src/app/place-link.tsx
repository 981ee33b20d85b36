import { Link } from "@tanstack/react-router";
import type { FindingPlace } from "@signalbox/api-contract";
import { formatWindow } from "../time/time-window.ts";

export interface PlaceLinkProps {
  readonly place: FindingPlace;
  readonly className: string;
}

/** To where what a finding tells of is looked at; what lies open over the page makes way for it. */
export function PlaceLink({ place, className }: PlaceLinkProps) {
  switch (place.kind) {
    case "request":
      return (
        <Link
          to="."
          search={(now) => ({ ...now, evidence: undefined, request: place.requestId })}
          className={className}
        >
          request →
        </Link>
      );
    case "agent": {
      const window = formatWindow(place.windowMs);
      return (
        <Link
          to="/requests"
          search={{ agent: place.agent, sort: "cost", window }}
          className={className}
        >
          requests →
        </Link>
      );
    }
    case "traffic":
      return (
        <Link
          to="/requests"
          search={{ window: formatWindow(place.windowMs) }}
          className={className}
        >
          requests →
        </Link>
      );
    case "process":
      return (
        <Link to="/gateway" className={className}>
          health →
        </Link>
      );
  }
}
