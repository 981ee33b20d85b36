import type { EventsInput } from "@signalbox/api-contract";
import { agents, tools } from "./cast.ts";
import {
  daysMs,
  fullText,
  hoursMs,
  usual,
  windowOf,
  type Asked,
  type Question,
  type QuestionLimits,
} from "./question.ts";
import { searchedWords } from "./searched-words.ts";

const limit = 100;

type FilterOf = (asked: Asked) => Omit<EventsInput, "limit">;

function page(
  name: string,
  filterOf: FilterOf,
  limits: QuestionLimits = usual,
  isFirst = true,
): Question {
  return {
    name: `events: ${name}`,
    limits,
    ask: async (asked) => {
      const { readers, random, stored } = asked;
      const { seq } = random.pick(stored.requests.filter(({ boot }) => boot === stored.boot));
      const before = isFirst ? null : { bootId: stored.bootId, seq };
      const found = await readers.ask("events", {
        filter: { limit, ...filterOf(asked) },
        before,
        limit,
      });
      return { found: found.events.length, isPartial: found.lookedTo !== null };
    },
  };
}

export const eventQuestions: readonly Question[] = [
  page("newest page", () => ({})),
  page("a later page", () => ({}), usual, false),
  page("warnings", () => ({ level: "warn" })),
  page("errors", () => ({ level: "error" })),
  page("source", ({ random }) => ({ source: `agent.${random.pick(agents)}` })),
  page("source, rare", ({ random }) => ({ source: `tool.${random.pick(tools)}` })),
  page("source's beginning", () => ({ source: "model." })),
  page("source's beginning, errors", () => ({ source: "model.", level: "error" })),
  page("of a request", ({ random, stored }) => ({ requestId: random.pick(stored.requests).id })),
  page("1 h", (asked) => windowOf(hoursMs, asked)),
  page("24 h, errors", (asked) => ({ level: "error", ...windowOf(daysMs, asked) })),
  page("24 h, source", (asked) => ({ source: "model.google", ...windowOf(daysMs, asked) })),
  page(
    "24 h, a common word",
    (asked) => ({ text: searchedWords.common(asked), ...windowOf(daysMs, asked) }),
    fullText,
  ),
  ...Object.entries(searchedWords).flatMap(([name, word]) => [
    page(`text, ${name}`, (asked) => ({ text: word(asked) }), fullText),
    page(`text, ${name}, warnings`, (asked) => ({ text: word(asked), level: "warn" }), fullText),
  ]),
];
