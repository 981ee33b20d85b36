/**
 * A session cookie's name. It carries the port, for browsers keep one jar for all ports of a host;
 * under TLS the prefix binds it to this very host.
 */
export function sessionCookieName({ port, tls }: { port: number; tls: boolean }): string {
  return `${tls ? hostPrefix : ""}signalbox_${port}`;
}

const hostPrefix = "__Host-";
const name = /^(?:__Host-)?signalbox_\d{1,5}$/;
const maxHeld = 8;

/**
 * The values of session cookies in a Cookie header. Where `hostOnly`, a cookie without the `__Host-`
 * prefix is none of ours: a neighbouring host could have set it.
 */
export function sessionCookieValues(header: string, hostOnly: boolean): string[] {
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    const key = pair.slice(0, Math.max(equals, 0)).trim();
    if (!name.test(key) || (hostOnly && !key.startsWith(hostPrefix))) continue;
    values.push(pair.slice(equals + 1).trim());
    if (values.length === maxHeld) break;
  }
  return values;
}
