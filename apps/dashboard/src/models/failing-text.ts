import type { ModelPauseReach } from "@signalbox/api-contract";
import { formatDuration } from "../figures/figures.ts";

/** Which share of requests will fail while a model is paused, going by the last ones. */
export function failingText(reach: ModelPauseReach): string {
  const { windowMs, requests, using, withoutFallback, isAtMost } = reach;
  if (requests === 0) return "There were no requests lately to tell how many will fail.";
  const lately = `of the last ${formatDuration(windowMs)}`;
  if (using === 0) return `None of the ${requests} requests ${lately} used it.`;
  if (withoutFallback === 0) {
    return `No request will fail, going by those ${lately}: all ${using} that used it have another model to go to.`;
  }
  const share = Math.round((withoutFallback / requests) * 100);
  const most = isAtMost ? "Up to " : "";
  const counted = `${withoutFallback} of ${requests}`;
  return `${most}${share} % of requests will fail, going by those ${lately}: ${counted} used it and have no other model to go to.`;
}
