/** As many steps as a window has. */
const stepsInWindow = 60;
const shortestStepMs = 1_000;

/** How far one step goes back or forward. */
export function stepMsOf(windowMs: number): number {
  return Math.max(shortestStepMs, Math.round(windowMs / stepsInWindow));
}

/**
 * The moment so many steps on from `at`, or from now where it is undefined. Undefined again where that is
 * no longer past. From now the way back begins at a whole second.
 */
export function scrub(
  at: number | undefined,
  windowMs: number,
  steps: number,
  now: number,
): number | undefined {
  const next = (at ?? now) + steps * stepMsOf(windowMs);
  if (next >= now) return undefined;
  return Math.max(1, at === undefined ? Math.floor(next / 1_000) * 1_000 : next);
}
