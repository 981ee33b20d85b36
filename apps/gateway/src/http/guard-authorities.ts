import { isIP } from "node:net";

/** What a request may name as its host, and what may have sent it. Matched exactly, in lower case. */
export interface AllowedAuthorities {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"] as const;
const wildcards: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);
const defaultPorts: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/**
 * The authorities of a gateway: the address it is bound to, the loopback names on its port, and
 * `publicUrls`. An address that stands for all of them is none: nobody needs to name it.
 */
export function allowedAuthorities(bound: {
  readonly host: string;
  /** The one that was really bound. */
  readonly port: number;
  readonly publicUrls: readonly string[];
  readonly tls: boolean;
}): AllowedAuthorities {
  const scheme = bound.tls ? "https:" : "http:";
  const own = wildcards.has(bound.host) ? [] : [bracketed(bound.host.toLowerCase())];
  const urls = [
    ...[...own, ...loopbackNames].map((name) => new URL(`${scheme}//${name}:${bound.port}`)),
    ...bound.publicUrls.map((url) => new URL(url)),
  ];
  return {
    hosts: new Set(urls.flatMap(hostForms)),
    origins: new Set(urls.map((url) => url.origin)),
  };
}

/** Browsers leave a default port out of Host; other clients may write it. */
function hostForms(url: URL): string[] {
  const port = defaultPorts[url.protocol];
  return url.port === "" && port !== undefined ? [url.host, `${url.host}:${port}`] : [url.host];
}

function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
