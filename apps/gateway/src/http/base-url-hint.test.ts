import { expect, it } from "vitest";
import { baseUrlHint } from "./base-url-hint.ts";

const url = "http://127.0.0.1:4870";

it.each([
  ["/v1/v1/messages", `the base URL of this client is ${url}, without /v1.`],
  ["/chat/completions", `the base URL of this client is ${url}/v1.`],
  ["/messages", `the base URL of this client is ${url}/v1.`],
])("a client that asks for %s is told which base URL it takes", (path, said) => {
  expect(baseUrlHint(path, url)).toBe(`There is no route ${path}: ${said}`);
});

it.each(["/", "/v1/nothing", "/requests", "/models", "/chat/completions/x"])(
  "%s says nothing of it",
  (path) => {
    expect(baseUrlHint(path, url)).toBeNull();
  },
);
