import { windowMs, type Evidence, type Sentence, type VerdictCount } from "./evidence.ts";
import { howManyFailed } from "./how-many-failed.ts";
import { totals } from "./totals.ts";
import { whoWaits } from "./who-waits.ts";

const badRate = 0.05;
const minFailures = 5;
const warnRate = 0.02;
const minFailuresToWarn = 3;

/** Of its own requests: a model that is asked little fails alone, and all others make a low rate of it. */
const modelRate = 0.03;

/** A plain statement of the rate. It compares with nothing, so it says nothing of what is normal. */
export function failedRequests(
  evidence: Pick<Evidence, "channels" | "kinds" | "models" | "requests" | "now">,
): Sentence | null {
  const { kinds, models } = evidence;
  const share = howManyFailed(evidence);
  if (share === null) return null;
  const { failed, rate, words, percent } = share;
  const kind = largest(kinds);
  const level = levelOf(failed, rate);
  const alone = level === "ok" ? largest(models.filter(failsAlone)) : null;
  const place = placeOf(models, failed);
  return {
    level: alone === null ? level : "warn",
    headline: words,
    detail: `${percent}${mostly(kind, failed)}; ${place.words}${ownShare(alone, place)}.${whoWaits(evidence)}`,
    since: null,
    requests: { count: failed, errorKind: kind?.value ?? null, overdue: false, windowMs },
    place: null,
  };
}

/** Some failures are told at any rate, and are trouble only where they are more than a few. */
function levelOf(failed: number, rate: number): Sentence["level"] {
  if (failed >= minFailures && rate >= badRate) return "bad";
  return failed >= minFailuresToWarn && rate >= warnRate ? "warn" : "ok";
}

/** Its rate is above what a few failures make by chance. */
function failsAlone(model: VerdictCount): boolean {
  const { ended, failed } = totals([model]);
  return failed >= minFailures && lowestRate(failed, ended) > modelRate;
}

/**
 * The rate that is at least behind so many failures, but for one time in seven hundred: the lower bound of Wilson's
 * interval (E. B. Wilson, JASA 22, 1927) at three standard deviations.
 */
function lowestRate(failed: number, ended: number): number {
  const z = 3;
  const rate = failed / ended;
  const spread = Math.sqrt((rate * (1 - rate)) / ended + (z / (2 * ended)) ** 2);
  return (rate + z ** 2 / (2 * ended) - z * spread) / (1 + z ** 2 / ended);
}

/** How much of its own requests a model that fails alone makes of it; it is named where the place is another. */
function ownShare(alone: VerdictCount | null, place: Place): string {
  if (alone === null) return "";
  const { ended, failed } = totals([alone]);
  if (alone.value === place.model) return `, ${failed} of its ${ended}`;
  return `; ${failed} of ${ended} on ${shown(alone.value)}`;
}

function mostly(kind: VerdictCount | null, failed: number): string {
  if (kind === null) return "";
  return kind.failures === failed ? `, ${kind.value}` : `, mostly ${kind.value}`;
}

/** From this share on a place is told; under it they are spread over several. */
const mostPercent = 60;

interface Place {
  readonly words: string;
  /** Null where it is more than one. */
  readonly model: string | null;
}

/**
 * Where the failures are: a share of them, and not of a model's calls. One model is told only where the others of
 * its provider do well: else the provider is what they have in common.
 */
function placeOf(models: readonly VerdictCount[], failed: number): Place {
  const model = shareOf(models, failed);
  if (model !== null && doOthersWell(models, model.name)) {
    return { words: `${model.share} on ${shown(model.name)}`, model: model.name };
  }
  const provider = shareOf(byProvider(models), failed);
  if (provider === null) return { words: "spread over several models", model: null };
  return { words: `${provider.share} on ${provider.name}, over several models`, model: null };
}

function shown(model: string): string {
  return model.replace("/", " · ");
}

/** Whether the rest of a model's provider would be nothing to tell of. */
function doOthersWell(models: readonly VerdictCount[], name: string): boolean {
  const others = models.filter(
    ({ value }) => value !== name && providerOf(value) === providerOf(name),
  );
  const { ended, failed } = totals(others);
  return failed === 0 || levelOf(failed, failed / ended) === "ok";
}

/** The one that most of them are on; null where none has so many. */
function shareOf(
  rows: readonly Pick<VerdictCount, "value" | "failures">[],
  failed: number,
): { readonly name: string; readonly share: string } | null {
  const most = largest(rows);
  if (most === null) return null;
  const percent = Math.round((most.failures / failed) * 100);
  if (percent < mostPercent) return null;
  return { name: most.value, share: percent === 100 ? "all of them" : `${percent} % of them` };
}

function providerOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf("/")));
}

function byProvider(models: readonly VerdictCount[]): { value: string; failures: number }[] {
  const counts = new Map<string, number>();
  for (const { value: name, failures } of models) {
    const provider = providerOf(name);
    counts.set(provider, (counts.get(provider) ?? 0) + failures);
  }
  return Array.from(counts, ([value, failures]) => ({ value, failures }));
}

/** The one with most failures; null where none has any. */
function largest<T extends { readonly failures: number }>(rows: readonly T[]): T | null {
  const [first, ...rest] = rows.filter(({ failures }) => failures > 0);
  if (first === undefined) return null;
  return rest.reduce((most, row) => (row.failures > most.failures ? row : most), first);
}
