const months = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

const pad = (value: number): string => String(value).padStart(2, "0");

/** `03:12:07`, by this machine's clock. */
export function clockText(t: number): string {
  const at = new Date(t);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(":");
}

/** `29 Nov`; with its year where that is not the year of `now`. */
export function dayText(t: number, now: number): string {
  const at = new Date(t);
  const year = at.getFullYear();
  const day = `${at.getDate()} ${months[at.getMonth()] ?? ""}`;
  return year === new Date(now).getFullYear() ? day : `${day} ${year}`;
}

/** `29 Nov 03:12:07`. */
export function momentText(t: number, now: number): string {
  return `${dayText(t, now)} ${clockText(t)}`;
}

/** `03:12:07` where that is today, else `28 Nov 03:12`. */
export function timeText(t: number, now: number): string {
  if (dayText(t, now) === dayText(now, now)) return clockText(t);
  return momentText(t, now).slice(0, -3);
}

/** A moment as a field for date and time holds it: `2026-11-29T03:12:07`, in this machine's time. */
export function toLocalField(t: number): string {
  const at = new Date(t);
  const day = [
    String(at.getFullYear()).padStart(4, "0"),
    pad(at.getMonth() + 1),
    pad(at.getDate()),
  ];
  return `${day.join("-")}T${clockText(t)}`;
}

/** The moment that such a field names; null where it is empty or no date. */
export function fromLocalField(value: string): number | null {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null;
  const t = new Date(value).getTime();
  return Number.isNaN(t) ? null : t;
}
