import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Recorder, type Fact, type FactSink, type StampedFact } from "./index.ts";

const told = (message: string): Fact => ({ type: "event", level: "info", source: "x", message });
const messageOf = ({ fact }: StampedFact): string => (fact.type === "event" ? fact.message : "");

class ListSink implements FactSink {
  readonly facts: StampedFact[] = [];
  apply(stamped: StampedFact): void {
    this.facts.push(stamped);
  }
}

const broken: FactSink = {
  apply: () => {
    throw new Error("broken sink");
  },
};

function createRecorder(sinks: readonly FactSink[], derive: (fact: Fact) => readonly Fact[]) {
  let now = 100;
  const errors: unknown[] = [];
  const recorder = new Recorder({
    clock: { now: () => (now -= 1), mono: () => performance.now() },
    sinks,
    derive,
    onSinkError: (error) => {
      errors.push(error);
      throw new Error("the log is broken too");
    },
  });
  return { recorder, errors };
}

describe("Recorder", () => {
  it("applies facts in one order to every sink, whatever sinks do and clocks say", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), fc.nat(2), (messages, at) => {
        const lists = [new ListSink(), new ListSink()];
        const sinks: FactSink[] = [...lists];
        const { recorder, errors } = createRecorder(sinks.toSpliced(at, 0, broken), () => []);
        for (const message of messages) recorder.state(told(message));
        for (const { facts } of lists) {
          expect(facts.map(messageOf)).toEqual(messages);
          expect(facts.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
        }
        expect(errors).toHaveLength(messages.length);
        expect(recorder).toMatchObject({ seq: messages.length, sinkErrors: messages.length });
      }),
    );
  });

  it("applies what follows from a fact right after it", () => {
    const list = new ListSink();
    const { recorder } = createRecorder([list], (fact) =>
      fact.type === "event" && fact.message === "a" ? [told("a1"), told("a2")] : [],
    );
    recorder.state(told("a"));
    recorder.state(told("b"));
    expect(list.facts.map(messageOf)).toEqual(["a", "a1", "a2", "b"]);
    expect(list.facts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("goes on where deriving fails", () => {
    const list = new ListSink();
    const { recorder, errors } = createRecorder([list], () => {
      throw new Error("no");
    });
    recorder.state(told("a"));
    expect(list.facts).toHaveLength(1);
    expect(errors).toMatchObject([{ message: "no" }]);
  });
});
