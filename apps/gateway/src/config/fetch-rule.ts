import type { FetchToolConfig } from "./config.ts";

/**
 * What the tool `fetch` may ask: one origin; a host on its usual ports; every host under one; any host.
 */
export type FetchRule =
  | { readonly kind: "origin"; readonly origin: string }
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "under"; readonly suffix: string }
  | { readonly kind: "any" };

/** Reads `https://api.example.com`, `api.example.com`, `*.example.com` or `*`; null where it is none. */
export function parseFetchRule(entry: string): FetchRule | null {
  if (entry === "*") return { kind: "any" };
  if (entry.includes("://")) {
    const url = URL.parse(entry);
    const isOrigin = url !== null && (url.href === entry || url.href === `${entry}/`);
    if (!isOrigin || url.pathname !== "/" || url.search !== "" || url.hash !== "") return null;
    if (url.protocol !== "http:" && url.protocol !== "https:") return null;
    return url.username === "" && url.password === ""
      ? { kind: "origin", origin: url.origin }
      : null;
  }
  const host = hostOf(entry.replace(/^\*\./, ""));
  if (host === null) return null;
  return entry.startsWith("*.") ? { kind: "under", suffix: `.${host}` } : { kind: "host", host };
}

/** As a URL spells it, or null where it is more or less than a host. */
function hostOf(text: string): string | null {
  if (/[/@?#*\s\\]/.test(text)) return null;
  const url = URL.parse(`http://${text}/`);
  return url === null || url.port !== "" || /:\d*$/.test(text.replace(/\[.*\]/, ""))
    ? null
    : url.hostname;
}

export function isAllowedBy(rules: readonly FetchRule[], url: URL): boolean {
  return rules.some((rule) => isAllowedByOne(rule, url));
}

function isAllowedByOne(rule: FetchRule, { origin, hostname, port }: URL): boolean {
  switch (rule.kind) {
    case "origin":
      return origin === rule.origin;
    case "host":
      return port === "" && hostname === rule.host;
    case "under":
      return port === "" && hostname.endsWith(rule.suffix);
    case "any":
      break;
  }
  return true;
}

/** The rule as the file says it. */
export function fetchRuleText(rule: FetchRule): string {
  switch (rule.kind) {
    case "origin":
      return rule.origin;
    case "host":
      return rule.host;
    case "under":
      return `*${rule.suffix}`;
    case "any":
      break;
  }
  return "*";
}

export function resolveFetchTool(
  written: ({ allow: string[] } & Omit<FetchToolConfig, "allow">) | undefined,
): FetchToolConfig | null {
  if (written === undefined) return null;
  const allow = written.allow.map(parseFetchRule).filter((rule) => rule !== null);
  return { ...written, allow };
}
