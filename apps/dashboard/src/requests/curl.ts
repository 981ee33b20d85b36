/**
 * The same request again, as a command for a shell. The token is the reader's own: it is never shown. Null
 * for what came by a webhook: its sender has signed it, and only it could sign it again.
 */
export function curlFor(origin: string, route: string, body: string | null): string | null {
  const path = pathOf(route);
  if (path.startsWith("/webhooks/")) return null;
  const lines = [
    `curl ${quoted(`${origin}${path}`)}`,
    `  -H "Authorization: Bearer $SIGNALBOX_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
  ];
  if (body !== null) lines.push(`  --data-raw ${quoted(body)}`);
  return lines.join(" \\\n");
}

/** A route is a path, with its method before it or not, or the name of a procedure. */
function pathOf(route: string): string {
  const at = route.indexOf("/");
  return at === -1 ? `/trpc/${route}` : route.slice(at);
}

/** Single quotes keep everything as it is; a quote itself is closed, escaped and opened again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
