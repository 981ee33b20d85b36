import { parseArgs } from "node:util";
import { runCrashRounds, type CrashFigures } from "../../apps/gateway/test/crash-rounds.ts";

const tellEvery = 20;

/** Kills a gateway under load again and again, and looks whether what it promised is on disk. */
export async function benchCrash(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: "string" }, seed: { type: "string" } },
  });
  const rounds = Number(values.rounds ?? 200);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  process.stdout.write(`\ncrashes: ${rounds} rounds, seed ${seed}\n`);
  let told = 0;
  const onRound = (figures: CrashFigures): void => {
    const { requests, replies, violations } = figures;
    for (; told < violations.length; told += 1) process.stdout.write(`  ${violations[told]}\n`);
    if (figures.rounds % tellEvery !== 0) return;
    process.stdout.write(
      `  round ${figures.rounds}: ${requests} requests, ${replies} kept replies, ${violations.length} violations\n`,
    );
  };
  report(await runCrashRounds({ rounds, seed, onRound }), seed);
}

function report(figures: CrashFigures, seed: number): void {
  const { kills, violations } = figures;
  const lines = [
    ["killed under load", kills.underLoad],
    ["killed while it stopped", kills.whileStopping],
    ["killed while it started", kills.whileStarting],
    ["stopped before the kill", figures.stops],
    ["older directories, killed while migrated", figures.migrations],
    ["requests sent", figures.requests],
    ["agent replies acknowledged as kept", figures.replies],
    ["violations", violations.length],
  ] as const;
  for (const [name, count] of lines) {
    process.stdout.write(`  ${name.padEnd(42)} ${String(count).padStart(7)}\n`);
  }
  if (violations.length === 0) return;
  process.stdout.write(`${violations.join("\n")}\nseed ${seed}\n`);
  process.exitCode = 1;
}
