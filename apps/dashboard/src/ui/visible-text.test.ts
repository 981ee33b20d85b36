import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test("plain text, lines and tabs stay", () => {
  expect(visibleText("Grüße, 世界 👋\n\tnext\r\nline")).toBe("Grüße, 世界 👋\n\tnext\nline");
});

test("terminal codes are shown, not obeyed", () => {
  expect(visibleText("\u001b[31mred\u0007\u0000\u007f")).toBe("␛[31mred␇␀␡");
});

test("overrides of direction and hidden characters are shown", () => {
  expect(visibleText("a\u202egnp.exe\u200b\ufeff\u009b")).toBe(
    "a⟨U+202E⟩gnp.exe⟨U+200B⟩⟨U+FEFF⟩⟨U+009B⟩",
  );
});
