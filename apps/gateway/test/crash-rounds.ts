import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@signalbox/api-contract";
import { startPracticeUpstream } from "@signalbox/practice/upstream";
import { temporaryDirectory } from "../src/state/testing/temporary-directory.ts";
import {
  checkConversations,
  checkFiles,
  checkHealth,
  checkHistory,
  checkInterrupted,
  checkTotals,
  type Life,
} from "./crash-checks.ts";
import { failingText, readTotals, startCrashLoad, type Kept } from "./crash-load.ts";
import { crashWhileMigrating } from "./crash-migration.ts";
import { killSoon, startProcess, type GatewayProcess } from "./gateway-process.ts";
import { seededRandom } from "./seeded-random.ts";

const token = "sbx_admin-of-the-crash-tests-0123456789";
const settings = { SIGNALBOX_ADMIN_TOKEN: token };
/** How long a drain may take, which a kill is to meet. */
const drainMs = 500;
/** Of the file that keeps history: so small that what is kept goes while it is written. */
const maxBytes = "24MB";

export interface CrashFigures {
  readonly rounds: number;
  readonly kills: { underLoad: number; whileStopping: number; whileStarting: number };
  readonly stops: number;
  readonly migrations: number;
  readonly requests: number;
  readonly replies: number;
  readonly violations: string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Starts a gateway on one directory, puts it under load and kills it at a random moment, round after round;
 * each start is asked whether the one before left behind what it should have.
 */
export async function runCrashRounds(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (figures: CrashFigures) => void;
}): Promise<CrashFigures> {
  const random = seededRandom(options.seed);
  await using upstream = await startPracticeUpstream({ pace: 0, seed: options.seed });
  upstream.inject({
    fault: { kind: "server_error", status: 500 },
    match: ({ text }) => text.includes(failingText),
  });
  upstream.inject({ fault: { kind: "slow", ttftMs: 20, gapMs: 1 } });
  await using directory = await temporaryDirectory();
  const dataDir = directory.path;
  await writeFile(join(dataDir, "signalbox.yaml"), JSON.stringify(configFor(upstream.url)));
  const figures: Mutable<CrashFigures> = {
    rounds: 0,
    kills: { underLoad: 0, whileStopping: 0, whileStarting: 0 },
    stops: 0,
    migrations: 0,
    requests: 0,
    replies: 0,
    violations: [],
  };
  const tell = (found: readonly string[]): void => {
    figures.violations.push(...found.map((one) => `round ${figures.rounds}: ${one}`));
  };
  const kept: Kept[] = [];
  let startMs = 1_000;
  let life: Life | null = null;
  let calls = 0;
  while (figures.rounds <= options.rounds) {
    for (; figures.rounds > 0 && random() < 0.25; figures.kills.whileStarting += 1) {
      await killSoon(dataDir, settings, random() * startMs * 1.2);
    }
    await using running = await startProcess(dataDir, settings);
    const readyAt = Date.now();
    startMs = running.readyMs;
    const client = createClient({ url: running.url, token });
    tell(checkFiles(dataDir));
    tell(await checkHealth(client));
    if (life !== null) {
      tell(checkHistory(dataDir, life, readyAt));
      tell(await checkTotals(client, life, upstream.stats().requests - calls));
      tell(await checkConversations(client, life.load.kept));
    }
    if (figures.rounds === options.rounds) {
      tell(await checkConversations(client, kept));
      tell(await checkInterrupted(client));
      break;
    }
    figures.rounds += 1;
    const { bootId } = await client.system.health.query();
    const totals = await readTotals(client);
    calls = upstream.stats().requests;
    const load = startCrashLoad({ url: running.url, token, round: figures.rounds, random });
    await wait(100 + random() ** 2 * 4_000);
    const killedAt = await end(running, random, figures);
    await load.over;
    life = { bootId, readyAt, killedAt, totals, load };
    kept.push(...load.kept);
    figures.requests += load.sent;
    figures.replies += load.kept.length;
    if (random() < 0.1) {
      figures.migrations += 1;
      tell(await crashWhileMigrating(random, startMs));
    }
    options.onRound?.(figures);
  }
  return figures;
}

/** Kills it, or tells it to stop and may kill it then. When it was killed; null where it had stopped. */
async function end(
  running: GatewayProcess,
  random: () => number,
  figures: Mutable<CrashFigures>,
): Promise<number | null> {
  const isStopping = random() < 0.2;
  if (isStopping) {
    running.child.kill("SIGTERM");
    await wait(random() * drainMs);
  }
  const killedAt = Date.now();
  running.child.kill("SIGKILL");
  const { signal } = await running.ended;
  if (signal === null) figures.stops += 1;
  else if (isStopping) figures.kills.whileStopping += 1;
  else figures.kills.underLoad += 1;
  return signal === null ? null : killedAt;
}

function configFor(url: string) {
  return {
    providers: {
      local: {
        kind: "openai-compatible",
        baseUrl: url,
        allowPrivate: true,
        retries: { maxAttempts: 1 },
      },
    },
    agents: { support: { model: "local/swift-1", tools: [] } },
    history: { maxBytes },
    drainMs,
  };
}
