import type { Dimension } from "@signalbox/api-contract";
import type { RequestsSearch } from "../app/search.ts";

/** The failed requests of one value of a dimension. A model's value is `provider/model`. */
export function failedSearch(dimension: Dimension, value: string): RequestsSearch {
  const failed = { outcome: "failed" } as const;
  if (dimension === "model") {
    const slash = value.indexOf("/");
    return { ...failed, provider: value.slice(0, slash), model: value.slice(slash + 1) };
  }
  if (dimension === "node") return failed;
  return { ...failed, [dimension]: value };
}
