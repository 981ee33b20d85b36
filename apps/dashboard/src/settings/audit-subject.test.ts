import { expect, test } from "vitest";
import { changeText, subjectName, subjectOf } from "./audit-subject.ts";

const entry = { seq: 1, at: 1, who: "ops (t1)", reason: null, hash: "" };

test("an entry leads to what it is about", () => {
  const of = (action: string, target: string) => subjectOf({ action, target });
  expect(of("token.revoked", "t1")).toEqual({ kind: "token" });
  expect(of("model.paused", "openai/small")).toEqual({ kind: "model" });
  expect(of("mcpServer.restarted", "docs")).toEqual({ kind: "tool" });
  expect(of("lane.paused", "t1/s")).toEqual({ kind: "lane", lane: "t1/s" });
  expect(of("lane.paused", "*")).toEqual({ kind: "lanes" });
  expect(of("request.cancelled", "r1")).toEqual({ kind: "request", id: "r1" });
  expect(of("something.else", "x")).toBeNull();
});

test("a subject is called as people call it, where the entry knows", () => {
  const token = { ...entry, action: "token.revoked", target: "t1" };
  expect(subjectName({ ...token, before: { name: "till" }, after: null })).toBe("till");
  expect(subjectName({ ...token, before: null, after: null })).toBe("t1");
  expect(subjectName({ ...token, before: "text", after: { name: 5 } })).toBe("t1");
});

test("a change tells what is otherwise, and no more", () => {
  const now = new Date(2026, 10, 29, 12).getTime();
  const text = (before: unknown, after: unknown) => changeText({ before, after }, now);
  const before = { name: "till", role: "ingest", revokedAt: null };
  expect(text(before, { ...before, revokedAt: now })).toBe("revokedAt: none → 29 Nov 12:00:00");
  expect(text(null, before)).toBe("name: till, role: ingest");
  expect(text({ mode: "paused", by: "ops", reason: "update" }, null)).toBe("mode: paused → none");
  expect(text({ "*": { mode: "paused" } }, null)).toBe('*: {"mode":"paused"} → none');
  expect(text(null, null)).toBe("");
  expect(text("cut", "cut")).toBe("");
});
