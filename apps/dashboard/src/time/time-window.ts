const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestMs = 366 * units.d;

/** The lengths that the time control offers. */
export const presetWindows = ["15m", "1h", "6h", "24h"] as const;
/** What a moment is shown with where no window was chosen. */
export const defaultWindow = "15m";

/** A length such as `15m`, `7d` or `5400s` in milliseconds; null where it is none, or beyond 1 s … 366 d. */
export function parseWindow(text: string): number | null {
  const [, digits, unit] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || !isUnit(unit)) return null;
  const ms = Number(digits) * units[unit];
  return ms >= units.s && ms <= longestMs ? ms : null;
}

/** The shortest way to write a length, to the second: `90m`, `24h`, `7d`. */
export function formatWindow(ms: number): string {
  const seconds = Math.min(Math.max(1, Math.round(ms / units.s)), longestMs / units.s);
  const whole = (unit: keyof typeof units) => (seconds * units.s) % units[unit] === 0;
  // A day is called by its hours, as the control calls it.
  if (whole("d") && seconds * units.s > units.d) return `${(seconds * units.s) / units.d}d`;
  if (whole("h")) return `${(seconds * units.s) / units.h}h`;
  return whole("m") ? `${(seconds * units.s) / units.m}m` : `${seconds}s`;
}

/** A length as it is read: `60 s`, `5 m`, `13 s`, `1 h 30 m`. */
export function spanLabel(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / units.s));
  if (seconds <= 90) return `${seconds} s`;
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3_600),
    Math.floor((seconds % 3_600) / 60),
    seconds % 60,
  ];
  const parts = [
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} m`,
    rest > 0 && hours === 0 && `${rest} s`,
  ];
  return parts.filter(Boolean).join(" ");
}

export function isWindowTooLong(ms: number): boolean {
  return ms > longestMs;
}

function isUnit(unit: string | undefined): unit is keyof typeof units {
  return unit !== undefined && Object.hasOwn(units, unit);
}
