const msOf = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** From 1973 on: what is smaller is more likely a year, or seconds. */
const leastEpochMs = 100_000_000_000;
/** The last moment that a Date can tell. */
const lastEpochMs = 8_640_000_000_000_000;

const written =
  /^(?<date>\d{4}-(?<month>\d\d)-(?<day>\d\d))(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?<offset>Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * A moment as epoch milliseconds, or null where the text is none: an ISO date (its beginning) or date and
 * time, local unless an offset says otherwise; epoch milliseconds; `now`; or a while ago, such as `-24h`.
 */
export function parseWhen(text: string, now: number): number | null {
  if (text === "now") return now;
  const ago = /^-(\d{1,9})([smhdw])$/.exec(text);
  if (ago !== null) {
    const unit = unitOf(ago[2]);
    // Nothing is older than the epoch, and a Date has an end there too.
    return unit === null ? null : Math.max(0, now - Number(ago[1]) * unit);
  }
  if (/^\d+$/.test(text)) {
    const at = Number(text);
    return at === 0 || (at >= leastEpochMs && at <= lastEpochMs) ? at : null;
  }
  return parseWritten(text);
}

function unitOf(letter: string | undefined): number | null {
  const found = Object.entries(msOf).find(([name]) => name === letter);
  return found === undefined ? null : found[1];
}

function parseWritten(text: string): number | null {
  const parts = written.exec(text)?.groups;
  if (parts === undefined) return null;
  const { date = "", month, day, time = "00:00", offset = "" } = parts;
  // Date.parse takes the 30th of February for the 2nd of March.
  const calendar = new Date(`${date}T00:00Z`);
  if (calendar.getUTCMonth() + 1 !== Number(month) || calendar.getUTCDate() !== Number(day)) {
    return null;
  }
  const at = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? null : at;
}
