import type { RequestsFilter } from "../../../apps/gateway/src/history/read-requests.ts";
import { agents, agentChannels, clients, failures, models, plainChannels, tools } from "./cast.ts";
import {
  daysMs,
  fullText,
  hoursMs,
  minutesMs,
  usual,
  windowOf,
  type Answer,
  type Asked,
  type Question,
  type QuestionLimits,
} from "./question.ts";
import { searchedWords } from "./searched-words.ts";

/** A page, and one more that tells whether there is another. */
const limit = 101;

type FilterOf = (asked: Asked) => RequestsFilter;

async function list(asked: Asked, filter: RequestsFilter, isFirst: boolean): Promise<Answer> {
  const before = isFirst ? null : asked.random.pick(asked.stored.requests);
  const found = await asked.readers.ask("requests", { filter, before, limit });
  return { found: found.requests.length, isPartial: found.lookedTo !== null };
}

function page(
  name: string,
  filterOf: FilterOf,
  limits: QuestionLimits = usual,
  isFirst = true,
): Question {
  return {
    name: `requests: ${name}`,
    limits,
    ask: (asked) => list(asked, filterOf(asked), isFirst),
  };
}

const busy =
  <T>(list: readonly T[]) =>
  ({ random }: Asked): T =>
    random.pickBusy(list);
const any =
  <T>(list: readonly T[]) =>
  ({ random }: Asked): T =>
    random.pick(list);
const client = any(clients);
const model = any(models);

const failedAlike: FilterOf = ({ random, stored }) => ({
  fingerprint: random.pick(stored.fingerprints),
});

const single: readonly (readonly [string, FilterOf])[] = [
  ["outcome failed", () => ({ outcome: "failed" })],
  ["outcome cancelled", () => ({ outcome: "cancelled" })],
  ["outcome interrupted (none)", () => ({ outcome: "interrupted" })],
  ["client", (asked) => ({ client: client(asked).client })],
  ["model", (asked) => ({ model: model(asked).model })],
  ["provider", (asked) => ({ provider: model(asked).provider })],
  ["agent", (asked) => ({ agent: any(agents)(asked) })],
  ["channel", (asked) => ({ channel: any(agentChannels)(asked) })],
  ["tool", (asked) => ({ tool: any(tools)(asked) })],
  ["errorKind", (asked) => ({ errorKind: any(failures)(asked).kind })],
  ["fingerprint", failedAlike],
  ["session", ({ random, stored }) => ({ sessionId: random.pick(stored.requests).sessionId })],
  ["lane", ({ random, stored }) => ({ lane: random.pick(stored.requests).lane })],
  ["a heat map's cell", (asked) => cell(asked)],
];

/** What is behind a cell of a heat map: a column's time, a band's length. */
function cell(asked: Asked): RequestsFilter {
  const { provider, model: name } = model(asked);
  const call = { provider, model: name, metric: "latency", minMs: 4_096, maxMs: 5_161 } as const;
  return { ...windowOf(15 * minutesMs, asked), call };
}

const combined: readonly (readonly [string, FilterOf])[] = [
  ["failed and rare client", () => ({ outcome: "failed", client: clients.at(-1)?.client })],
  [
    "ok and rare model and rare client",
    () => ({ outcome: "ok", model: models.at(-1)?.model, client: clients.at(-1)?.client }),
  ],
  [
    "client and model and agent",
    (asked) => ({
      client: client(asked).client,
      model: model(asked).model,
      agent: any(agents)(asked),
    }),
  ],
  [
    "tool and errorKind and channel",
    (asked) => ({
      tool: busy(tools)(asked),
      errorKind: any(failures)(asked).kind,
      channel: any(agentChannels)(asked),
    }),
  ],
  [
    "agent on a plain channel (none)",
    (asked) => ({ agent: any(agents)(asked), channel: any(plainChannels)(asked) }),
  ],
  ["one provider, another's model (none)", () => ({ provider: "openai", model: "google-tiny-4" })],
  [
    "another's session (none)",
    ({ random, stored }) => ({
      sessionId: random.pick(stored.requests).sessionId,
      client: "nobody",
    }),
  ],
  ["longer than 10 s", () => ({ minDurationMs: 10_000 })],
  ["longer than 60 s", () => ({ minDurationMs: 60_000 })],
  ["longer than an hour (none)", () => ({ minDurationMs: 3_600_000 })],
  ["dearer than 0.05 USD", () => ({ minCostUsd: 0.05 })],
  ["dearer than 1 USD (hardly any)", () => ({ minCostUsd: 1 })],
  ["longer than 30 s and failed", () => ({ minDurationMs: 30_000, outcome: "failed" })],
];

const windows = [
  ["15 m", 15 * minutesMs],
  ["1 h", hoursMs],
  ["24 h", daysMs],
] as const;

const inWindows: readonly (readonly [string, FilterOf])[] = [
  ["", () => ({})],
  [", failed", () => ({ outcome: "failed" })],
  [", rare client", () => ({ client: clients.at(-1)?.client })],
  [", model and agent", (asked) => ({ model: model(asked).model, agent: any(agents)(asked) })],
  [", a common word", (asked) => ({ text: searchedWords.common(asked) })],
  [", longer than 20 s", () => ({ minDurationMs: 20_000 })],
];

const narrowed: FilterOf = (asked) => ({ client: client(asked).client, outcome: "failed" });

export const requestQuestions: readonly Question[] = [
  page("newest page", () => ({})),
  page("a later page", () => ({}), usual, false),
  ...single.map(([name, filter]) => page(name, filter)),
  page("later page, client", (asked) => ({ client: client(asked).client }), usual, false),
  page("later page, failed", () => ({ outcome: "failed" }), usual, false),
  page(
    "later page, a common word",
    (asked) => ({ text: searchedWords.common(asked) }),
    fullText,
    false,
  ),
  ...combined.map(([name, filter]) => page(name, filter)),
  ...windows.flatMap(([name, lengthMs]) =>
    inWindows.map(([more, filter]) =>
      page(`${name}${more}`, (asked) => ({ ...filter(asked), ...windowOf(lengthMs, asked) })),
    ),
  ),
  ...Object.entries(searchedWords).flatMap(([name, word]) => [
    page(`text, ${name}`, (asked) => ({ text: word(asked) }), fullText),
    page(
      `text, ${name}, failed of a client`,
      (asked) => ({ ...narrowed(asked), text: word(asked) }),
      fullText,
    ),
    page(
      `text, ${name}, of a group of failures`,
      (asked) => ({ ...failedAlike(asked), text: word(asked) }),
      fullText,
    ),
  ]),
  {
    name: "request: by id",
    limits: usual,
    ask: async ({ readers, random, stored }) => {
      const requestId = random.pick(stored.requests).id;
      const found = await readers.ask("request", { requestId, maxEvents: 100 });
      return { found: found === null ? 0 : 1, isPartial: false };
    },
  },
];
