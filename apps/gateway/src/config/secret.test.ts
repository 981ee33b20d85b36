import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret shows itself to nobody who does not ask for it", () => {
  const secret = new Secret("canary");
  const error = new Error("x", { cause: { secret } });
  const shown = [
    String(secret),
    ["", secret].join(""),
    JSON.stringify({ secret }),
    inspect({ secret }),
    inspect(secret, { showHidden: true, depth: 5 }),
    inspect(error),
    Object.values(secret).join(),
  ];
  expect(shown.join("\n")).not.toContain("canary");
  expect(shown.slice(0, 3)).toEqual(["[secret]", "[secret]", '{"secret":"[secret]"}']);
  expect(secret.reveal()).toBe("canary");
});
