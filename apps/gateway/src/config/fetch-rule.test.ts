import { expect, test } from "vitest";
import { fetchRuleText, isAllowedBy, parseFetchRule } from "./fetch-rule.ts";

const allowed = (entry: string, url: string) => {
  const rule = parseFetchRule(entry);
  return rule !== null && isAllowedBy([rule], new URL(url));
};

test.each([
  ["https://api.example.com", "https://api.example.com/v1?q=1"],
  ["https://api.example.com:8443", "https://api.example.com:8443/"],
  ["api.example.com", "http://API.example.com/"],
  ["*.example.com", "https://a.b.example.com/"],
  ["[::1]", "http://[::1]/"],
  ["*", "http://anything.example:81/"],
])("%s allows %s", (entry, url) => {
  expect(allowed(entry, url)).toBe(true);
});

test.each([
  ["https://api.example.com", "http://api.example.com/"],
  ["https://api.example.com", "https://api.example.com.evil.example/"],
  ["https://api.example.com", "https://api.example.com:8443/"],
  ["api.example.com", "https://api.example.com:8443/"],
  ["api.example.com", "https://evil-api.example.com/"],
  ["*.example.com", "https://example.com/"],
  ["*.example.com", "https://evilexample.com/"],
])("%s does not allow %s", (entry, url) => {
  expect(allowed(entry, url)).toBe(false);
});

test.each([
  "",
  "https://user@api.example.com",
  "https://api.example.com/path",
  "https://api.example.com?q",
  "ftp://api.example.com",
  "api.example.com/path",
  "api.example.com:80",
  "a b",
  "*.",
  "*.*.example.com",
  "user@host",
])("%j is no rule", (entry) => {
  expect(parseFetchRule(entry)).toBeNull();
});

test.each(["https://a.example", "a.example", "*.a.example", "*"])(
  "%s is told as it is",
  (entry) => {
    const rule = parseFetchRule(entry);
    expect(rule === null ? null : fetchRuleText(rule)).toBe(entry);
  },
);
