import { expect, test } from "vitest";
import { keptBody } from "./kept-body.ts";
import { maxKeptText } from "./request-record.ts";

test.each([
  ['{"tools":[{"type":"mcp","authorization":"canary"}]}'],
  ['{"headers":{"Authorization" : "Bearer canary","x-api-key":"canary"}}'],
  ['{"apiKey":"a\\"canary","access_token":"canary"}'],
  ['{"client_secret":"canary", "password":"canary"}'],
])("leaves out the secrets of %s", (body) => {
  const kept = keptBody(body);
  expect(kept).not.toContain("canary");
  expect(() => JSON.parse(kept) as unknown).not.toThrow();
});

test.each([
  ['{"max_tokens":12,"model":"m","messages":[{"role":"user","content":"my password: x"}]}'],
  ['{"properties":{"password":{"type":"string"}},"secretary":"Ann","tokens":"12"}'],
])("leaves %s as it is", (body) => {
  expect(keptBody(body)).toBe(body);
});

test("leaves out a secret that the cut goes through", () => {
  const body = `{"input":"${"x".repeat(maxKeptText - 60)}","password":"${"canary".repeat(20)}"}`;
  expect(keptBody(body)).not.toContain("canary");
});

test("looks at a long text of nothing but beginnings once", () => {
  const body = '"secret'.repeat(maxKeptText / 4);
  expect(keptBody(body)).toHaveLength(maxKeptText);
});
