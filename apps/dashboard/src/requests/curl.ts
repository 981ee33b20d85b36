/** The same request again, as a command for a shell. The token is the reader's own: it is never shown. */
export function curlFor(origin: string, route: string, body: string | null): string {
  const path = route.slice(route.indexOf("/")) || "/";
  const lines = [
    `curl ${quoted(`${origin}${path}`)}`,
    `  -H "Authorization: Bearer $SIGNALBOX_TOKEN"`,
    `  -H 'Content-Type: application/json'`,
  ];
  if (body !== null) lines.push(`  --data-raw ${quoted(body)}`);
  return lines.join(" \\\n");
}

/** Single quotes keep everything as it is; a quote itself is closed, escaped and opened again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
