/** What clients put after their base URL. Not `/models`: that is a page of the dashboard. */
const endings: ReadonlySet<string> = new Set([
  "/chat/completions",
  "/responses",
  "/embeddings",
  "/messages",
  "/messages/count_tokens",
]);

/** What is wrong with the base URL of a client that asks for this path; null where it is something else. */
export function baseUrlHint(path: string, publicUrl: string): string | null {
  if (path.startsWith("/v1/v1/")) {
    return `There is no route ${shown(path)}: the base URL of this client is ${publicUrl}, without /v1.`;
  }
  if (!endings.has(path)) return null;
  return `There is no route ${path}: the base URL of this client is ${publicUrl}/v1.`;
}

const longestShown = 200;

function shown(path: string): string {
  return path.slice(0, longestShown);
}
