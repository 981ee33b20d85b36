let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own, after all that were asked for before: work that comes in many
 * pieces leaves room between any two of them for what others wait for.
 */
export function ownTurn(): Promise<void> {
  last = last.then(async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
  });
  return last;
}
