import { verdictMinutes, type Evidence } from "./evidence.ts";
import { totals } from "./totals.ts";
import { count } from "./words.ts";

/** What failed of what ended. */
export interface FailedShare {
  readonly failed: number;
  /** Of 0…1. */
  readonly rate: number;
  /** `21 of 254 requests failed in the last 5 minutes:`, for `percent` to follow. */
  readonly words: string;
  /** `8.3 %` */
  readonly percent: string;
}

/** Null where nothing failed. */
export function howManyFailed({ channels }: Pick<Evidence, "channels">): FailedShare | null {
  const { ended, failed } = totals(channels);
  if (failed === 0) return null;
  const rate = failed / ended;
  return {
    failed,
    rate,
    words: `${failed} of ${count(ended, "request")} failed in the last ${verdictMinutes} minutes:`,
    percent: `${(rate * 100).toFixed(1)} %`,
  };
}
