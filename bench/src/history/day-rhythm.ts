const msPerHour = 3_600_000;
const hoursPerDay = 24;
const daysPerWeek = 7;
const weekend = 0.45;

/** How busy a moment is beside others: most at two in the afternoon, least by night, less at the weekend. */
export function shareOfDay(at: number): number {
  const hour = (at / msPerHour) % hoursPerDay;
  const byHour = 0.25 + 0.75 * (0.5 + 0.5 * Math.cos(((hour - 14) / hoursPerDay) * 2 * Math.PI));
  // The epoch began on a Thursday.
  const day = (Math.floor(at / msPerHour / hoursPerDay) + 4) % daysPerWeek;
  return byHour * (day === 0 || day === 6 ? weekend : 1);
}
