const day = 86_400_000;

/** How long a new token may be good for. */
export const expiries = [
  { text: "never", afterMs: null },
  { text: "in a day", afterMs: day },
  { text: "in a week", afterMs: 7 * day },
  { text: "in 30 days", afterMs: 30 * day },
  { text: "in 90 days", afterMs: 90 * day },
  { text: "in a year", afterMs: 365 * day },
] as const;
