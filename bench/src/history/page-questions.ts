import { rowsCountedTo } from "@signalbox/api-contract";
import type { History } from "../../../apps/gateway/src/history/index.ts";
import { readLookBack, verdictMinutes } from "../../../apps/gateway/src/ports/verdict/index.ts";
import { breakdown } from "./figure-questions.ts";
import {
  daysMs,
  hoursMs,
  minutesMs,
  pastMoment,
  usual,
  windowOf,
  type Answer,
  type Asked,
  type Question,
  type TimeWindow,
} from "./question.ts";

/** What apps/gateway/src/ports/errors-port.ts compares failures with. */
const compared = ["provider", "model", "tool", "channel", "client", "agent"] as const;
const groups = 50;
const sessionsShown = 100;
const lanesShown = 600;

async function errors(asked: Asked, window: TimeWindow): Promise<Answer> {
  const [{ groups: found }] = await Promise.all([
    asked.readers.ask("failures", { ...window, limit: groups }),
    ...compared.map((dimension) => breakdown(asked, window, dimension)),
  ]);
  return { found: found.length, isPartial: false };
}

function momentOf({ random, stored }: Asked): number {
  return Math.floor(random.between(stored.from + minutesMs, stored.to));
}

function past(asked: Asked, t: number) {
  const endedForMs = verdictMinutes * minutesMs;
  return asked.readers.ask("past", { t, boot: asked.stored.boot, endedForMs });
}

/** The file's answer to a moment, and what apps/gateway/src/ports/past-picture.ts asks beside it. */
async function picture(asked: Asked): Promise<Answer> {
  const t = momentOf(asked);
  const { readers, stored } = asked;
  const rollups: History["rollups"] = (steps, wishes) =>
    readers.rollups({ ...steps, wishes, boot: stored.boot, tails: [] });
  const near = { from: t - 2 * minutesMs + 1, to: t };
  const [{ recent }] = await Promise.all([
    past(asked, t),
    breakdown(asked, near, "model", ["ttft", "latency", "gap", "tokensPerSec"]),
    readLookBack({ rollups }, t),
  ]);
  return { found: recent.length, isPartial: false };
}

const windows = [
  ["24 h", daysMs],
  ["7 d", 7 * daysMs],
  ["30 d", 30 * daysMs],
] as const;

/** What the lanes are drawn over. */
const lanePictures = [
  ["15 min", 15 * minutesMs],
  ["1 h", hoursMs],
  ["24 h", daysMs],
] as const;

export const pageQuestions: readonly Question[] = [
  ...windows.map(([name, lengthMs]) => ({
    name: `errors: groups, ${name}`,
    limits: usual,
    ask: (asked: Asked) => errors(asked, windowOf(lengthMs, asked)),
  })),
  {
    name: "sessions: newest page",
    limits: usual,
    ask: async ({ readers }) => {
      const found = await readers.ask("sessions", { limit: sessionsShown, before: null });
      return { found: found.length, isPartial: false };
    },
  },
  {
    name: "sessions: a later page",
    limits: usual,
    ask: async ({ readers, random, stored }) => {
      const before = random.pick(stored.sessions);
      const found = await readers.ask("sessions", { limit: sessionsShown, before });
      return { found: found.length, isPartial: false };
    },
  },
  {
    name: "sessions: by id",
    limits: usual,
    ask: async ({ readers, random, stored }) => {
      const { sessionId } = random.pick(stored.sessions);
      const found = await readers.ask("sessions", {
        limit: sessionsShown,
        before: null,
        sessionId,
      });
      return { found: found.length, isPartial: false };
    },
  },
  {
    name: "sessions: by a part of the name",
    limits: usual,
    ask: async ({ readers, random, stored }) => {
      const filter = { text: random.pick(stored.sessions).sessionId.slice(-6) };
      const found = await readers.ask("sessions", { limit: sessionsShown, before: null, filter });
      return { found: found.length, isPartial: false };
    },
  },
  {
    name: "errors: how many, 15 min",
    limits: usual,
    ask: async (asked) => {
      const query = windowOf(15 * minutesMs, asked);
      const { groups: found } = await asked.readers.ask("failureCount", query);
      return { found, isPartial: false };
    },
  },
  {
    name: "storage: what is kept",
    limits: usual,
    ask: async ({ readers }) => {
      const { requests } = await readers.ask("extent", { countedTo: rowsCountedTo });
      return { found: requests, isPartial: false };
    },
  },
  ...windows.map(([name, lengthMs]) => ({
    name: `marks: ${name}`,
    limits: usual,
    ask: async (asked: Asked) => {
      const { marks } = await asked.readers.ask("marks", windowOf(lengthMs, asked));
      return { found: marks.length, isPartial: false };
    },
  })),
  {
    name: "past: from the file",
    limits: pastMoment,
    ask: async (asked) => {
      const { recent } = await past(asked, momentOf(asked));
      return { found: recent.length, isPartial: false };
    },
  },
  { name: "past: the whole picture", limits: pastMoment, ask: picture },
  ...lanePictures.map(([name, lengthMs]) => ({
    name: `lanes: ${name}`,
    limits: usual,
    ask: async (asked: Asked) => {
      const query = { ...windowOf(lengthMs, asked), limit: lanesShown };
      const { requests, total } = await asked.readers.ask("laneSpans", query);
      return { found: requests.length, isPartial: requests.length < total };
    },
  })),
];
