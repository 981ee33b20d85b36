import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import type { Fact } from "../recorder/index.ts";
import { MemoryGuard } from "./memory-guard.ts";

it("refuses new work above 85 % of the heap's limit until it is below 80 %, and counts it", () => {
  const heap = { usedBytes: 10, limitBytes: 100 };
  const guard = new MemoryGuard({ read: () => heap, collect: () => {} });
  const facts: Fact[] = [];
  const after = (usedBytes: number): string | null => {
    heap.usedBytes = usedBytes;
    guard.sample((fact) => facts.push(fact));
    return guard.refusal();
  };
  expect(guard.refusal()).toBeNull();
  expect(after(85)).toBeNull();
  expect(guard.component()).toEqual({
    name: "memory",
    status: "ok",
    reason: "85 % of the heap's limit is used",
  });
  expect(after(86)).toContain("86 % of the heap");
  expect(after(81)).toContain("81 % of the heap");
  expect(guard.shed).toBe(2);
  expect(guard.component()).toMatchObject({ status: "warn" });
  expect(guard.component().reason).toContain("2 requests so far");
  expect(after(80)).toBeNull();
  expect(facts).toMatchObject([{ level: "warn", message: expect.stringContaining("86 %") }]);
  expect(guard.component().status).toBe("ok");
});

it("turns nothing away for garbage, and collects it at most every ten seconds", () => {
  const heap = { usedBytes: 90, limitBytes: 100 };
  let now = 0;
  const collected: number[] = [];
  const guard = new MemoryGuard({
    read: () => heap,
    collect: () => {
      collected.push(now);
      heap.usedBytes = 40;
    },
    mono: () => now,
  });
  const isTaken = (usedBytes: number, at: number): boolean => {
    heap.usedBytes = usedBytes;
    now = at;
    guard.sample(() => {});
    return guard.refusal() === null;
  };
  expect(isTaken(90, 0)).toBe(true);
  expect(isTaken(90, 9_000)).toBe(false);
  // What is left of it while nothing is taken goes too.
  expect(isTaken(84, 10_000)).toBe(true);
  expect(collected).toEqual([0, 10_000]);
});

it("reads the real heap", () => {
  const guard = new MemoryGuard();
  guard.sample(() => {});
  expect(guard.component().reason).toMatch(/^\d+ % of the heap/);
  expect(guard.refusal()).toBeNull();
});

it.each([
  [["--max-old-space-size=64"], 64],
  [["--max-old-space-size=200", "--max-semi-space-size=2"], 200],
])("with %j counts on what Node was given for what lives on", (flags, mebibytes) => {
  const module = new URL("./memory-guard.ts", import.meta.url).href;
  const script = `import { MemoryGuard } from "${module}"; console.log(new MemoryGuard().limitBytes)`;
  const run = [...flags, "--input-type=module", "--eval", script];
  const said = execFileSync(process.execPath, run, { encoding: "utf8" });
  expect(Number(said)).toBe(mebibytes * 1024 * 1024);
});
