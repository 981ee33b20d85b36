import { expect, test } from "vitest";
import { Secret } from "../../config/index.ts";
import { redactFor } from "./redact.ts";

const redactEnv = (values: readonly string[]) =>
  redactFor({
    kind: "command",
    name: "docs",
    command: "node",
    args: [],
    cwd: "/",
    callTimeoutMs: 1,
    env: new Map(values.map((value, i) => [`V${i}`, new Secret(value)])),
  });

test("takes out what the server was handed, the longest first", () => {
  const redact = redactEnv(["sk-canary-123", "sk-canary-123456"]);
  expect(redact("a sk-canary-123456 b sk-canary-123 c")).toBe("a [secret] b [secret] c");
});

test("takes a token out without the word before it too", () => {
  const redact = redactFor({
    kind: "url",
    name: "docs",
    url: "https://docs.example/",
    allowPrivate: false,
    callTimeoutMs: 1,
    headers: new Map([["authorization", new Secret("Bearer abcdef123456")]]),
  });
  expect(redact("Bearer abcdef123456, abcdef123456, Bearer")).toBe("[secret], [secret], Bearer");
});

test.each(["/srv/shared/documents", "./shared/documents", "https://api.example.com/v1", "verbose"])(
  "leaves %s, which tools talk of",
  (value) => {
    expect(redactEnv([value])(`it is ${value}`)).toBe(`it is ${value}`);
  },
);

test.each([
  "postgres://me:canary@db/x",
  "https://me:canary@a.example/",
  "https://a.example/?k=canary",
])("takes out %s", (value) => {
  expect(redactEnv([value])(`it is ${value}`)).toBe("it is [secret]");
});
