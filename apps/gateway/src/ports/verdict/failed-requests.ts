import {
  verdictMinutes,
  windowMs,
  type Evidence,
  type Sentence,
  type VerdictCount,
} from "./evidence.ts";
import { totals } from "./totals.ts";
import { count } from "./words.ts";

const badRate = 0.05;
const minFailures = 5;
const warnRate = 0.02;
const minFailuresToWarn = 3;

/** A plain statement of the rate. It compares with nothing, so it says nothing of what is normal. */
export function failedRequests({
  channels,
  kinds,
  models,
}: Pick<Evidence, "channels" | "kinds" | "models">): Sentence | null {
  const { ended, failed } = totals(channels);
  if (failed === 0) return null;
  const rate = failed / ended;
  const kind = largest(kinds);
  const model = largest(models);
  return {
    level: levelOf(failed, rate),
    headline: `${failed} of ${count(ended, "request")} failed in the last ${verdictMinutes} minutes:`,
    detail: `${(rate * 100).toFixed(1)} %${mostly(kind, failed)}; ${placeOf(model, failed)}.`,
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

function mostly(kind: VerdictCount | null, failed: number): string {
  if (kind === null) return "";
  return kind.failures === failed ? `, ${kind.value}` : `, mostly ${kind.value}`;
}

/** Where the failures are: a share of them, and not of the model's calls. */
function placeOf(model: VerdictCount | null, failed: number): string {
  const share = model === null ? 0 : Math.round((model.failures / failed) * 100);
  if (model === null || share < 60) return "spread over several models";
  const name = model.value.replace("/", " · ");
  return share === 100 ? `all of them on ${name}` : `${share} % of them on ${name}`;
}

/** The one with most failures; null where none has any. */
function largest(rows: readonly VerdictCount[]): VerdictCount | null {
  const [first, ...rest] = rows.filter(({ failures }) => failures > 0);
  if (first === undefined) return null;
  return rest.reduce((most, row) => (row.failures > most.failures ? row : most), first);
}
