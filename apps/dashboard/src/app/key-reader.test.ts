import { expect, test } from "vitest";
import { KeyReader, type KeyBinding } from "./key-reader.ts";

const bindings: KeyBinding[] = ["g o", "g r", "g l", "l", "[", "?", "space", "mod+k"].map(
  (keys) => ({
    keys,
    label: keys,
    run: () => {},
  }),
);

function press(key: string, timeStamp: number, ctrlKey = false) {
  return { key, timeStamp, ctrlKey, metaKey: false, altKey: false };
}

test("a single key and a key with Ctrl", () => {
  const reader = new KeyReader();
  expect(reader.read(bindings, press("?", 0))?.keys).toBe("?");
  expect(reader.read(bindings, press(" ", 0))?.keys).toBe("space");
  expect(reader.read(bindings, press("k", 0, true))?.keys).toBe("mod+k");
  expect(reader.read(bindings, press("k", 0))).toBeNull();
});

test("a pair counts when the second key comes in time", () => {
  const reader = new KeyReader();
  expect(reader.read(bindings, press("g", 0))).toBeNull();
  expect(reader.read(bindings, press("r", 1_000))?.keys).toBe("g r");
  reader.read(bindings, press("g", 2_000));
  expect(reader.read(bindings, press("o", 4_000))).toBeNull();
});

test("a key alone is another than the same key after its first", () => {
  const reader = new KeyReader();
  expect(reader.read(bindings, press("l", 0))?.keys).toBe("l");
  reader.read(bindings, press("g", 10));
  expect(reader.read(bindings, press("l", 20))?.keys).toBe("g l");
  expect(reader.read(bindings, press("l", 30))?.keys).toBe("l");
});

test("a bracket counts on a keyboard that has it behind AltGr", () => {
  const reader = new KeyReader();
  expect(reader.read(bindings, { ...press("[", 0, true), altKey: true })?.keys).toBe("[");
  expect(reader.read(bindings, press("[", 0, true))).toBeNull();
});

test("a key between the two breaks the pair", () => {
  const reader = new KeyReader();
  reader.read(bindings, press("g", 0));
  reader.read(bindings, press("x", 10));
  expect(reader.read(bindings, press("o", 20))).toBeNull();
});
