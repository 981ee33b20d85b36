/** Who sends to the fake gateway, and which model serves them. */
export interface FakeLane {
  readonly lane: string;
  readonly label: string;
  readonly channel: string;
  readonly client: string;
  readonly agent: string | null;
  readonly provider: string;
  readonly model: string;
  /** Suffers while the incident lasts. */
  readonly isHit: boolean;
}

const pairs = [
  ["ws", "sess 8f21", "support", "openai", "gpt-5.1-mini"],
  ["openai", "chat-ui", null, "openai", "gpt-5.1-mini"],
  ["openai", "nightly", null, "anthropic", "claude-haiku-5"],
  ["ws", "sess 17c0", "support", "openai", "gpt-5.1-mini"],
  ["webhook", "github", "triage", "openai", "gpt-5.1-mini"],
  ["trpc", "research", "research", "openai", "gpt-5.1"],
  ["openai", "support", null, "anthropic", "claude-haiku-5"],
  ["ws", "sess 44de", "support", "openai", "gpt-5.1-mini"],
  ["trpc", "triage", "triage", "ollama", "qwen4:8b"],
  ["openai", "batch-a", null, "anthropic", "claude-haiku-5"],
  ["openai", "batch-b", null, "anthropic", "claude-haiku-5"],
  ["trpc", "digest", "research", "openai", "gpt-5.1"],
] as const;

export const fakeLanes: readonly FakeLane[] = pairs.map(
  ([channel, name, agent, provider, model]) => ({
    lane: `${channel}:${name}`,
    label: `${channel} · ${name}`,
    channel,
    client: name.startsWith("sess") ? "web" : name,
    agent,
    provider,
    model,
    isHit: model === "gpt-5.1-mini",
  }),
);

/** As many more of the same kind, for a picture of thousands. */
export function manyLanes(count: number): FakeLane[] {
  return Array.from({ length: count }, (_, n) => {
    const like = fakeLanes[n % fakeLanes.length];
    if (like === undefined) throw new Error("There are no lanes to be like.");
    const name = `${like.label} ${n}`;
    return { ...like, lane: `${like.lane}:${n}`, label: name };
  });
}
