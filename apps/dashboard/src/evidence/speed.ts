import type { ModelRow, ToolRow } from "@signalbox/api-contract";

/** What of a request took its time. */
export type SpeedPhase = "ttft" | "gap" | "tool";

/** How fast one thing was over a window: 95 % of its calls took no longer. */
export interface Speed {
  readonly phase: SpeedPhase;
  /** `provider/model`, or a tool's name. */
  readonly name: string;
  readonly p95: number;
  readonly calls: number;
}

export interface ComparedSpeed extends Speed {
  /** Null where too little was measured before to compare with. */
  readonly before: number | null;
  /** What took longer than this is slow. */
  readonly limitMs: number;
  readonly isSlow: boolean;
}

/** Nothing under these is slow, whatever it was before. */
const floors = { ttft: 500, gap: 50, tool: 1_000 } as const satisfies Record<SpeedPhase, number>;
/** Fewer calls than this say little of what is usual. */
const enoughBefore = 20;
/** A few calls too many to be by chance alone. */
const enoughNow = 5;
/** What is usual differs by itself: it has to be more than that. */
const muchSlower = 1.5;

export function speedsOf(models: readonly ModelRow[], tools: readonly ToolRow[]): Speed[] {
  const speeds: Speed[] = [];
  const add = (phase: SpeedPhase, name: string, p95: number | null, calls: number) => {
    if (p95 !== null && calls > 0) speeds.push({ phase, name, p95, calls });
  };
  for (const { provider, model, ttftP95, gapP95, calls } of models) {
    add("ttft", `${provider}/${model}`, ttftP95, calls);
    add("gap", `${provider}/${model}`, gapP95, calls);
  }
  for (const { name, latencyP95, calls } of tools) add("tool", name, latencyP95, calls);
  return speeds;
}

/** Each thing against itself before, so that a change in the mix of models is no slowness; the slowest first. */
export function compareSpeeds(now: readonly Speed[], before: readonly Speed[]): ComparedSpeed[] {
  const usual = new Map(
    before.filter(({ calls }) => calls >= enoughBefore).map((one) => [keyOf(one), one.p95]),
  );
  return now
    .map((speed): ComparedSpeed => {
      const was = usual.get(keyOf(speed)) ?? null;
      const limitMs = Math.max(floors[speed.phase], (was ?? 0) * muchSlower);
      const isSlow = speed.calls >= enoughNow && speed.p95 > limitMs;
      return { ...speed, before: was, limitMs, isSlow };
    })
    .toSorted((a, b) => b.p95 / b.limitMs - a.p95 / a.limitMs);
}

/**
 * Providers whose models were all slow at one phase: then it is the provider's, and not that of a model. One of
 * a single model can't be told from it.
 */
export function slowProviders(speeds: readonly ComparedSpeed[], phase: SpeedPhase): string[] {
  const byProvider = new Map<string, ComparedSpeed[]>();
  for (const speed of speeds) {
    if (speed.phase !== phase || phase === "tool") continue;
    const { provider } = modelOf(speed.name);
    byProvider.set(provider, [...(byProvider.get(provider) ?? []), speed]);
  }
  return [...byProvider]
    .filter(([, models]) => models.length > 1 && models.every(({ isSlow }) => isSlow))
    .map(([provider]) => provider);
}

/** A model's name may have slashes in it, a provider's has none. */
export function modelOf(name: string): { readonly provider: string; readonly model: string } {
  const slash = name.indexOf("/");
  return { provider: name.slice(0, slash), model: name.slice(slash + 1) };
}

function keyOf({ phase, name }: Speed): string {
  return `${phase} ${name}`;
}
