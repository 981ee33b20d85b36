import { expect, test, vi } from "vitest";
import { takeLoginCode } from "./login-code.ts";
import { refusalOf } from "./session.ts";

function place(hash: string) {
  const replaceState = vi.fn();
  // Only what the function reads of them.
  const location = { hash, pathname: "/events", search: "?level=warn" } as Location;
  const history = { state: null, replaceState } as unknown as History;
  return { code: takeLoginCode(location, history), replaceState };
}

test("the code is taken out of the address at once", () => {
  const { code, replaceState } = place("#code=abc");
  expect(code).toBe("abc");
  expect(replaceState).toHaveBeenCalledWith(null, "", "/events?level=warn");
});

test("another fragment is left alone", () => {
  const { code, replaceState } = place("#page");
  expect(code).toBeNull();
  expect(replaceState).not.toHaveBeenCalled();
});

test("each refusal says what to do", () => {
  expect(refusalOf(401, { code: "x" })).toContain("signalbox login");
  expect(refusalOf(401, { token: "x" })).toContain("Check");
  expect(refusalOf(429, { token: "x" })).toContain("Wait");
  expect(refusalOf(403, { token: "x" })).toContain("publicUrls");
});
