import { setImmediate } from "node:timers/promises";

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own, after all that were asked for before: work that comes in many
 * pieces leaves room between any two of them for what others wait for.
 */
export function ownTurn(): Promise<void> {
  last = turnAfter(last);
  return last;
}

async function turnAfter(before: Promise<void>): Promise<void> {
  await before;
  await setImmediate();
}
