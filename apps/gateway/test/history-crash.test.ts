import { expect, it, onTestFailed } from "vitest";
import { runCrashRounds } from "./crash-rounds.ts";

const rounds = 10;

it("after kill -9 at any moment opens whole, keeps what it acknowledged, and declares the gap", async () => {
  const seed = Date.now() % 1_000_000;
  onTestFailed(() => {
    process.stderr.write(`seed ${seed}; again and longer: pnpm bench crash --seed ${seed}\n`);
  });
  const { violations, requests, replies } = await runCrashRounds({ rounds, seed });
  expect(violations).toEqual([]);
  expect(requests).toBeGreaterThan(rounds);
  expect(replies).toBeGreaterThan(0);
}, 300_000);
