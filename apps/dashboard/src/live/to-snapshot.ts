import type { LiveSnapshot } from "@signalbox/api-contract";
import type { LiveData } from "./live-state.ts";

/** What a tab knows, as the message another tab can begin from. */
export function toSnapshot(data: LiveData): LiveSnapshot {
  const { gatewayVersion, requests, spans, recent, events, models, series, ...rest } = data;
  return {
    ...rest,
    type: "snapshot",
    version: gatewayVersion,
    requests: [...requests.values()],
    spans: [...spans.values()],
    recent: [...recent],
    events: [...events],
    models: [...models],
    series,
  };
}
