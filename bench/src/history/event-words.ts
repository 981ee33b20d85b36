import type { EventLevel } from "@signalbox/api-contract";
import type { AcceptedRequest, Fact } from "../../../apps/gateway/src/recorder/index.ts";
import type { Random } from "./random.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a request's event tells of. */
export type EventPart = "accepted" | "called" | "retried" | "answered";

interface Saying {
  readonly level: EventLevel;
  readonly source: (request: AcceptedRequest) => string;
  readonly says: string;
}

const sayings: Readonly<Record<EventPart, Saying>> = {
  accepted: {
    level: "info",
    source: ({ channel }) => `channel.${channel}`,
    says: "Accepted for the lane",
  },
  called: {
    level: "info",
    source: ({ provider }) => `model.${provider}`,
    says: "Sent to the model, about",
  },
  retried: {
    level: "warn",
    source: ({ provider }) => `model.${provider}`,
    says: "Tried again after a failure, about",
  },
  answered: {
    level: "info",
    source: ({ agent }) => `agent.${agent}`,
    says: "The agent answered, about",
  },
};
const withContext = 0.25;
const slow = 0.04;

/** An event about a request: a few set words, and some of what it is about. */
export function eventOf(
  part: EventPart,
  request: AcceptedRequest,
  random: Random,
  words: Vocabulary,
): Fact {
  const { level, source, says } = sayings[part];
  const isSlow = level === "info" && random.chance(slow);
  return {
    type: "event",
    level: isSlow ? "warn" : level,
    source: source(request),
    message: `${says} ${words.text(random, 5)}${isSlow ? `; slow, ${random.below(9_000)} ms` : ""}`,
    requestId: request.id,
    sessionId: request.sessionId,
    ...(random.chance(withContext) && {
      context: { client: request.client, ms: random.below(500) },
    }),
  };
}
