import { formatAge } from "../requests/figures.ts";
import { useLive, type Connection } from "../live/index.ts";
import { Dot, Pill } from "../ui/index.ts";
import { useNow } from "./use-now.ts";

const words = {
  connecting: { tone: "none", word: "connecting" },
  live: { tone: "ok", word: "live" },
  stale: { tone: "warn", word: "stale" },
  reconnecting: { tone: "warn", word: "reconnecting" },
  paused: { tone: "warn", word: "paused" },
  denied: { tone: "bad", word: "signed out" },
  failed: { tone: "bad", word: "disconnected" },
} as const satisfies Record<Connection["status"], unknown>;

/** How the stream is, and how old what it last brought. */
export function ConnectionPill() {
  const connection = useLive((state) => state.connection);
  const frameMs = useLive((state) => state.frameMs);
  const now = useNow(500);
  const { tone, word } = words[connection.status];
  const age = connection.lastMessageAt === null ? null : now - connection.lastMessageAt;
  const isSlowed = connection.status === "live" && frameMs > 250;
  return (
    <Pill title={isSlowed ? `Under load: an update every ${formatAge(frameMs)}` : undefined}>
      <Dot tone={tone} />
      <b className="hidden font-[550] text-text sm:inline">{word}</b>
      {age === null || connection.status === "connecting" ? null : (
        <span className="hidden lg:inline">
          {formatAge(age)} behind{isSlowed ? " · slowed" : ""}
        </span>
      )}
    </Pill>
  );
}
