import { errorKinds, outcomes } from "@signalbox/api-contract";
import type { RequestRow } from "@signalbox/api-contract";
import type { FilterKey } from "./request-filter.ts";

const mostOptions = 100;
const inRows = ["channel", "agent", "model"] as const;
const states = ["in flight", "queued", "running", "ended"] as const;

/** What each filter can be set to: what the contract names, and what is in the rows. */
export class FilterOptions {
  #found: Readonly<Record<(typeof inRows)[number], readonly string[]>> = {
    channel: [],
    agent: [],
    model: [],
  };

  /** Each list is the same one for as long as the same is in it: rows come four times a second. */
  of(rows: Iterable<RequestRow>) {
    const found = {
      channel: new Set<string>(),
      agent: new Set<string>(),
      model: new Set<string>(),
    };
    for (const row of rows) {
      found.channel.add(row.channel);
      if (row.agent !== null) found.agent.add(row.agent);
      if (row.model !== null) found.model.add(row.model);
    }
    const listOf = (key: (typeof inRows)[number]): readonly string[] => {
      const list = [...found[key]].sort().slice(0, mostOptions);
      const before = this.#found[key];
      return isSame(list, before) ? before : list;
    };
    this.#found = { channel: listOf("channel"), agent: listOf("agent"), model: listOf("model") };
    return {
      state: states,
      outcome: outcomes,
      errorKind: errorKinds,
      ...this.#found,
    } satisfies { [K in FilterKey]?: readonly string[] };
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
