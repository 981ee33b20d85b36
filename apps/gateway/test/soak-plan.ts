import { seededRandom } from "./seeded-random.ts";

/** How a message goes, and who sees to it. */
export type Fate =
  | "ok"
  /** The upstream fails on it. */
  | "fails"
  /** The upstream hangs, and its client cancels it then. */
  | "is cancelled"
  /** Its client cancels it as soon as it is sent, wherever it is by then. */
  | "leaves";

export interface Message {
  readonly session: number;
  readonly seq: number;
  readonly sessionId: string;
  readonly requestId: string;
  /** What is said: another text for each, by which the upstream knows it. */
  readonly text: string;
  /** An agent's run over tRPC, or a model's answer over /v1, streamed or whole. All share the session's lane. */
  readonly face: "agent" | "stream" | "whole";
  readonly fate: Fate;
}

const shareOf = { agent: 0.05, stream: 0.35, fails: 0.03, cancelled: 0.02, leaves: 0.03 } as const;

export interface SoakSize {
  readonly seed: number;
  /** What its sessions' and requests' names begin with. */
  readonly name: string;
  readonly sessions: number;
  readonly messages: number;
}

export function sessionName(name: string, session: number): string {
  return `${name}-${session}`;
}

/** What each session says, one message after the other: the same from the same seed. */
export function planSoak({ seed, name, sessions, messages }: SoakSize): Message[][] {
  const random = seededRandom(seed);
  return Array.from({ length: sessions }, (_, session) =>
    Array.from({ length: messages }, (_, seq) => {
      const fate = fateOf(random());
      const face =
        random() < shareOf.agent ? "agent" : random() < shareOf.stream ? "stream" : "whole";
      return {
        session,
        seq,
        sessionId: sessionName(name, session),
        requestId: `${name}-${session}.${seq}`,
        text: `${session}.${seq} ${fate === "fails" ? `fails ${Math.floor(random() * 3)}` : fate}`,
        face,
        fate,
      };
    }),
  );
}

function fateOf(drawn: number): Fate {
  const { fails, cancelled, leaves } = shareOf;
  if (drawn < fails) return "fails";
  if (drawn < fails + cancelled) return "is cancelled";
  return drawn < fails + cancelled + leaves ? "leaves" : "ok";
}
