import type { ErrorGroup, ErrorGroupsInput, Trait } from "@signalbox/api-contract";
import type { ErrorsPort } from "@signalbox/api-contract/server";
import type { Dimension } from "@signalbox/metrics";
import type { Clock } from "../clock.ts";
import type { FailureGroup, FailureGroups, History } from "../history/index.ts";

const defaultWindowMs = 86_400_000;
const countedMs = 900_000;
const maxClients = 10;
const maxTraits = 5;
/** What a group has more of than the rest by less than that says nothing of it. */
const leastLead = 0.1;

/** How many requests (for tools: calls) each value of a dimension had in the window. */
type Requests = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Failures that are the same but for their numbers, and what they have in common that others have not. */
export function createErrorsPort(history: History, clock: Clock): ErrorsPort {
  return {
    async groups(input) {
      if (history.boot === 0) return [];
      const { from: _, to: __, limit, ...filter } = input;
      const window = windowOf(input, defaultWindowMs, clock);
      const [failures, requests] = await Promise.all([
        history.ask("failures", { ...window, limit, filter }),
        requestsOf(history, window),
      ]);
      return failures.groups.map((group) => toGroup(group, failures, requests));
    },
    async count(input) {
      if (history.boot === 0) return { groups: 0, failures: 0 };
      return history.ask("failureCount", windowOf(input, countedMs, clock));
    },
  };
}

function windowOf(
  { from, to }: Pick<ErrorGroupsInput, "from" | "to">,
  windowMs: number,
  clock: Clock,
): { from: number; to: number } {
  const end = to ?? clock.now();
  return { from: from ?? end - windowMs, to: end };
}

const compared = [
  "provider",
  "model",
  "tool",
  "channel",
  "client",
  "agent",
] as const satisfies Dimension[];

async function requestsOf(
  history: History,
  window: { readonly from: number; readonly to: number },
): Promise<Requests> {
  const found = await Promise.all(
    compared.map(async (dimension) => {
      const values = await history.breakdown(dimension, window);
      const counter = dimension === "tool" ? "toolCalls" : "requests";
      const counts = values.map(({ value, counters }) => [value, counters[counter]] as const);
      return [dimension, new Map(counts)] as const;
    }),
  );
  return new Map<string, Map<string, number>>(found);
}

function toGroup(group: FailureGroup, all: FailureGroups, requests: Requests): ErrorGroup {
  const { looked: _, shares, sampleRequestIds, counts, ...told } = group;
  const clients = shares.filter(({ dimension }) => dimension === "client").slice(0, maxClients);
  return {
    ...told,
    counts: [...counts],
    sampleRequestIds: [...sampleRequestIds],
    clients: clients.map(({ value, count: of }) => ({ name: value, count: of })),
    setsApart: traitsOf(group, all, requests),
  };
}

/** Values whose share among the group's failures is well above that among everything else. */
function traitsOf(group: FailureGroup, all: FailureGroups, requests: Requests): Trait[] {
  const traits = group.shares.flatMap(({ dimension, value, count }): Trait[] => {
    const share = count / group.looked;
    const shareOfRest = restOf(group, all, requests, dimension, value, count);
    return shareOfRest === null || share - shareOfRest < leastLead
      ? []
      : [{ dimension, value, share, shareOfRest }];
  });
  return traits
    .toSorted((a, b) => b.share - b.shareOfRest - (a.share - a.shareOfRest))
    .slice(0, maxTraits);
}

/** Null where nothing tells: an only value sets nothing apart. */
function restOf(
  group: FailureGroup,
  all: FailureGroups,
  requests: Requests,
  dimension: string,
  value: string,
  count: number,
): number | null {
  if (dimension === "lane") {
    const others = all.looked - group.looked;
    const lane = all.lanes.find((one) => one.value === value)?.count ?? 0;
    return others <= 0 ? null : Math.max(0, lane - count) / others;
  }
  const counts = requests.get(dimension);
  if (counts === undefined) return null;
  // What was looked at of a large group stands for all of it.
  const inGroup = (count / group.looked) * group.count;
  const total = counts.values().reduce((a, b) => a + b, 0) - group.count;
  const rest = (counts.get(value) ?? 0) - inGroup;
  return total <= 0 ? null : Math.min(1, Math.max(0, rest / total));
}
