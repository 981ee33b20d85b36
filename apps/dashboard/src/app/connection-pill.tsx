import { useEffect, useState } from "react";
import { formatAge } from "../figures/figures.ts";
import { liveStore, paintPaceBounds, useLive, type Connection } from "../live/index.ts";
import { Dot, Pill } from "../ui/index.ts";

/** Not a multiple of the frames' rhythm, so that it does not always catch the same moment of it. */
const sampleMs = 590;

const words = {
  connecting: { tone: "none", word: "connecting" },
  live: { tone: "ok", word: "live" },
  stale: { tone: "warn", word: "stale" },
  reconnecting: { tone: "warn", word: "reconnecting" },
  paused: { tone: "warn", word: "paused" },
  past: { tone: "info", word: "past" },
  denied: { tone: "bad", word: "signed out" },
  failed: { tone: "bad", word: "disconnected" },
} as const satisfies Record<Connection["status"], unknown>;

/** How the stream is, and how old what it last brought. */
export function ConnectionPill() {
  const status = useLive(({ connection }) => connection.status);
  const frameMs = useLive((state) => state.frameMs);
  const paintMs = useLive((state) => state.paintMs);
  const age = useAge();
  const { tone, word } = words[status];
  const slowed = status === "live" ? slowedText(frameMs, paintMs) : null;
  return (
    <Pill title={slowed ?? undefined}>
      <Dot tone={slowed === null ? tone : "warn"} />
      <b className="hidden font-[550] text-text sm:inline">{word}</b>
      {slowed === null ? null : (
        <span>
          {/* A phone's bar has no room for the word. */}
          <span aria-hidden className="text-warn sm:hidden">
            ▲
          </span>
          <span className="max-sm:sr-only">slowed</span>
          <span className="sr-only">. {slowed}</span>
        </span>
      )}
      {age === null || status === "connecting" ? null : (
        <span className="hidden lg:inline">{formatAge(age)} behind</span>
      )}
    </Pill>
  );
}

/** Who is under load, and how often there is something new to see; null where neither is. */
function slowedText(frameMs: number, paintMs: number): string | null {
  const { usualMs } = paintPaceBounds;
  if (frameMs <= usualMs && paintMs <= usualMs) return null;
  const who = frameMs >= paintMs ? "The gateway is under load" : "This page has much to draw";
  return `${who}: an update every ${formatAge(Math.max(frameMs, paintMs))}.`;
}

/** How long ago the last message came, looked at twice a second and not with each message. */
function useAge(): number | null {
  const [age, setAge] = useState<number | null>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const { lastMessageAt } = liveStore.getState().connection;
      setAge(lastMessageAt === null ? null : Date.now() - lastMessageAt);
    }, sampleMs);
    return () => clearInterval(timer);
  }, []);
  return age;
}
