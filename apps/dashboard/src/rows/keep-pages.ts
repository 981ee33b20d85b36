/** What of the query before it is looked at. */
interface EarlierQuery {
  readonly queryKey: readonly unknown[];
}

/**
 * Placeholder data for a list: the pages that are there stay while those of another moment or window are on
 * their way, but not under another filter. The filter is the second part of the query's key.
 */
export function keepPages(filter: object) {
  const wanted = JSON.stringify(filter);
  return <T>(pages: T | undefined, query: EarlierQuery | undefined): T | undefined =>
    JSON.stringify(query?.queryKey[1]) === wanted ? pages : undefined;
}
