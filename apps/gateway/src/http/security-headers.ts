import type { ServerResponse } from "node:http";

type Headers = readonly (readonly [name: string, value: string])[];

const everywhere = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "no-referrer"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
] as const;

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** For the dashboard: its own files and nothing else, and no text that turns into script. */
export const pageHeaders: Headers = [...everywhere, ["content-security-policy", pagePolicy]];

/** For API answers: nothing that a browser would run, show in a frame or keep. */
export const apiHeaders: Headers = [
  ...everywhere,
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cache-control", "no-store"],
];

/** The same for an answer that carries them. */
export const carriedApiHeaders: Readonly<Record<string, string>> = Object.fromEntries(apiHeaders);

export function setHeaders(res: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) res.setHeader(name, value);
}
