import type { FindingPlace } from "@signalbox/api-contract";
import { formatWindow } from "../time/time-window.ts";
import type { FrameSearch, RequestsSearch } from "./search.ts";

type Requests = Extract<FindingPlace, { kind: "agent" | "traffic" }>;

/** The requests that a finding is about: an agent's, the costliest first, or all of a time. */
export function placeSearch(place: Requests): RequestsSearch & FrameSearch {
  const window = formatWindow(place.windowMs);
  return place.kind === "agent" ? { agent: place.agent, sort: "cost", window } : { window };
}
