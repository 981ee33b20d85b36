import { errorKinds, outcomes } from "@signalbox/api-contract";
import type { RequestRow } from "@signalbox/api-contract";
import type { FilterKey } from "./request-filter.ts";

const mostOptions = 100;

/** What each filter can be set to: what the contract names, and what is in the rows. */
export function optionsOf(rows: Iterable<RequestRow>) {
  const found = { channel: new Set<string>(), agent: new Set<string>(), model: new Set<string>() };
  for (const row of rows) {
    found.channel.add(row.channel);
    if (row.agent !== null) found.agent.add(row.agent);
    if (row.model !== null) found.model.add(row.model);
  }
  const sorted = (set: Set<string>) => [...set].sort().slice(0, mostOptions);
  return {
    state: ["in flight", "queued", "running", "ended"],
    outcome: outcomes,
    errorKind: errorKinds,
    channel: sorted(found.channel),
    agent: sorted(found.agent),
    model: sorted(found.model),
  } satisfies { [K in FilterKey]?: readonly string[] };
}
