import fc from "fast-check";
import { expect, it } from "vitest";
import { DeltaTemplate, type DeltaShape } from "./delta-template.ts";
import { StreamTally } from "./stream-tally.ts";

const shape: DeltaShape = { delta: ["d", "text"], ignored: [["n"], ["s"]], isText: true };

function start() {
  return {
    template: new DeltaTemplate(),
    tally: new StreamTally({ onFirstToken: () => {}, mono: () => 1 }),
  };
}

const event = (n: unknown, text: string, more = ""): string =>
  JSON.stringify({ n, d: { type: "x", text }, s: "abc" }).replace(/\}$/, `${more}}`);

it("steps over what differs from event to event, and over the padding", () => {
  const { template, tally } = start();
  template.learn(event(1, "a"), shape);
  for (const payload of [event(22, "b"), event(3, 'c"\\', "    "), event(4, "d\n")])
    expect(template.take(payload, tally)).toBe(true);
  expect(tally.text.toString()).toBe('bc"\\d\n');
  expect(tally.tokens).toBe(3);
});

it.each([
  ["a member more", event(2, "b", ',"error":1')],
  ["a number of another form", event(2.5, "b")],
  ["no text", event(2, "")],
  ["another type", event(2, "b").replace('"x"', '"y"')],
  ["no end", event(2, "b").slice(0, -1)],
  ["no end of its text", '{"n":2,"d":{"type":"x","text":"b'],
  ["nothing", ""],
])("leaves an event with %s to the parser", (_, payload) => {
  const { template, tally } = start();
  template.learn(event(1, "a"), shape);
  expect(template.take(payload, tally)).toBe(false);
  expect(tally.tokens).toBe(0);
});

it("takes nothing from what it can't find one delta in", () => {
  const { template, tally } = start();
  for (const odd of [
    '{"n":1}',
    '{"d":{"text":"a","text":"b"}}',
    '{"d":{"text":"a"},"d":{"text":"b"}}',
  ]) {
    template.learn(odd, shape);
    expect(template.take(odd, tally)).toBe(false);
  }
});

it("finds only what a parser finds", () => {
  const member = fc.constantFrom<string>(
    '"n":1',
    '"n":23',
    '"s":"x"',
    '"s":"y\\""',
    '"z":0',
    '"n":"7"',
  );
  const payload = fc
    .tuple(fc.uniqueArray(member, { selector: (text) => text.slice(0, 3) }), fc.string(), fc.nat(4))
    .map(([others, text, at]) => {
      const delta = `"d":{"text":${JSON.stringify(text)}}`;
      return `{${others.toSpliced(at % (others.length + 1), 0, delta).join(",")}}`;
    });
  fc.assert(
    fc.property(payload, payload, (model, other) => {
      const { template, tally } = start();
      template.learn(model, shape);
      if (!template.take(other, tally)) return;
      const parsed: unknown = JSON.parse(other);
      expect(parsed).toMatchObject({ d: { text: tally.text.toString() } });
    }),
    { numRuns: 2_000 },
  );
});

it("takes no more models where none ever fits, and goes on where one does", () => {
  const { template, tally } = start();
  for (let i = 0; i < 100; i += 1) template.learn(event(1, "a", `,"t":${i}.5`), shape);
  template.learn(event(1, "a"), shape);
  expect(template.take(event(2, "b"), tally)).toBe(false);
  // The last one that it took.
  expect(template.take(event(2, "b", ',"t":15.5'), tally)).toBe(true);
  template.learn(event(1, "a"), shape);
  expect(template.take(event(2, "b"), tally)).toBe(true);
});
