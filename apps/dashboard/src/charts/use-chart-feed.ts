import { useLayoutEffect, useState } from "react";
import type { ChartContent } from "./chart-content.ts";
import { ChartFeed } from "./chart-feed.ts";

/** A feed that has what was handed over last; the same one as long as the page is there. */
export function useChartFeed(content: ChartContent): ChartFeed {
  const [feed] = useState(() => new ChartFeed(content));
  useLayoutEffect(() => feed.set(content), [feed, content]);
  return feed;
}
