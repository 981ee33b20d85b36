import type { LiveMessage, LiveSnapshot } from "@signalbox/api-contract";
import type { LinkStatus } from "./live-store.ts";

/** What tabs of one browser say to each other. */
export type TabWord =
  /** A tab has opened and asks where things stand. */
  | { readonly kind: "hello"; readonly from: string }
  /** The leader's answer to it. */
  | {
      readonly kind: "standing";
      readonly to: string;
      readonly id: string;
      readonly snapshot: LiveSnapshot;
      readonly status: LinkStatus;
    }
  /** The leader passes on what it was sent. */
  | { readonly kind: "message"; readonly id: string; readonly message: LiveMessage }
  /** The leader's link, when it changes and every few seconds. */
  | { readonly kind: "status"; readonly status: LinkStatus };

const kinds: ReadonlySet<unknown> = new Set(["hello", "standing", "message", "status"]);

/** The channel's name carries the build, so whatever has one of our kinds was said by this same code. */
export function isTabWord(data: unknown): data is TabWord {
  return typeof data === "object" && data !== null && "kind" in data && kinds.has(data.kind);
}
