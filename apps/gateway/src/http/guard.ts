import type { AllowedAuthorities } from "./guard-authorities.ts";

export { allowedAuthorities, type AllowedAuthorities } from "./guard-authorities.ts";

/** What a check found: nothing against the request, or what to answer it. */
export type GuardResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 400 | 403; readonly message: string };

const passed: GuardResult = { ok: true };

/** All Host headers of a request: of several, Node tells the first alone. */
export function hostsOf(rawHeaders: readonly string[]): string[] {
  const hosts: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === "host") hosts.push(rawHeaders[at + 1] ?? "");
  }
  return hosts;
}

/** Whether the Host header is one of ours: a name that only resolves to us is a rebinding attack. */
export function checkHost(
  hostHeaders: readonly string[],
  allowed: Pick<AllowedAuthorities, "hosts">,
): GuardResult {
  const [hostHeader = "", ...others] = hostHeaders;
  if (hostHeader === "") {
    return { ok: false, status: 400, message: "The request has no Host header." };
  }
  // Which one counts, each part on the way would decide by itself: see RFC 9112, 3.2.
  if (others.length > 0) {
    return { ok: false, status: 400, message: "The request has more than one Host header." };
  }
  if (allowed.hosts.has(hostHeader.toLowerCase())) return passed;
  return refuse(
    "This host is not one that the gateway answers to. If it should be, add its URL to publicUrls in the config.",
  );
}

export interface OriginFacts {
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly method: string;
  /** The request's authority is a cookie, which a browser sends by itself. */
  readonly viaCookie: boolean;
  /** The value of x-signalbox-request. */
  readonly ownHeader: string | undefined;
}

/**
 * Whether a request may come from where it says. A foreign origin is refused whoever asks; a cookie
 * counts only from our own page, and for more than reading only with a header that no form can send.
 */
export function checkOrigin(
  facts: OriginFacts,
  allowed: Pick<AllowedAuthorities, "origins">,
): GuardResult {
  const { origin, secFetchSite, method, viaCookie, ownHeader } = facts;
  const known = origin !== undefined && allowed.origins.has(origin);
  if (origin !== undefined && !known) {
    return refuse(
      "Pages of this origin may not call the gateway. If they should, add the origin to publicUrls in the config.",
    );
  }
  if (!viaCookie) return passed;
  const sameOrigin = secFetchSite === undefined ? known : secFetchSite === "same-origin";
  if (!sameOrigin) {
    return refuse("A session cookie counts only in requests from the dashboard's own pages.");
  }
  if (!isSafe(method) && ownHeader !== "1") {
    return refuse("With a session cookie this takes the header x-signalbox-request: 1.");
  }
  return passed;
}

const tokenNames: ReadonlySet<string> = new Set(["token", "access_token", "api_key"]);
const wholeToken = /sbx_[0-9a-z-]+\.[\w-]{20,}/i;

/** Whether a URL, as it stands in the request line, is free of tokens: URLs end up in logs and histories. */
export function checkUrl(url: string): GuardResult {
  const start = url.indexOf("?");
  if (start < 0) return passed;
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    if (tokenNames.has(name.toLowerCase()) || value.startsWith("sbx_") || wholeToken.test(value)) {
      return {
        ok: false,
        status: 400,
        message:
          "A token must not be in a URL. Send it as Authorization: Bearer, and revoke this one: it may be in logs by now.",
      };
    }
  }
  return passed;
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function refuse(message: string): GuardResult {
  return { ok: false, status: 403, message };
}
