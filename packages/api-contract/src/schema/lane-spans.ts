import { z } from "zod";
import { historyGap } from "./history.ts";
import { requestRow, span } from "./request.ts";
import { backward, isForward } from "./is-forward.ts";
import { epochMs } from "./words.ts";

/** What was in the lanes over a window. */
export const laneSpansInput = z
  .strictObject({
    from: epochMs,
    to: epochMs,
    /** At most so many requests come back: where there were more, the longest of each part of the window. */
    limit: z.number().int().min(1).max(2_000).default(600),
  })
  .refine(isForward, backward);
export type LaneSpansInput = z.infer<typeof laneSpansInput>;

/** A request as its lane draws it. */
export const laneRequest = requestRow
  .pick({
    id: true,
    lane: true,
    laneLabel: true,
    oneShot: true,
    client: true,
    practice: true,
    startedAt: true,
    endedAt: true,
    outcome: true,
    errorKind: true,
  })
  .extend({
    /** In the order they began; none where they would be too short to be told apart over the window. */
    spans: z.array(span.omit({ requestId: true, lane: true })),
  });
export type LaneRequest = z.infer<typeof laneRequest>;

export const laneSpans = z.object({
  /** In the order they were accepted. */
  requests: z.array(laneRequest),
  /** How many were there at some time in the window. */
  total: z.number(),
  /** There were more than could be counted: `total` is a lower bound. */
  isMore: z.boolean(),
  /** Times of which something may be missing. */
  gaps: z.array(historyGap),
});
export type LaneSpans = z.infer<typeof laneSpans>;
