import type { SignalboxClient } from "@signalbox/api-contract";
import type { Filled } from "./fill.ts";
import { daysMs, hoursMs } from "./question.ts";
import type { Random } from "./random.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface DashboardOptions {
  readonly client: SignalboxClient;
  readonly random: Random;
  readonly words: Vocabulary;
  readonly filled: Filled;
}

/** One question after the other about the past, as a dashboard asks them, until told to stop. */
export async function askOn(options: DashboardOptions, signal: AbortSignal): Promise<number> {
  let asked = 0;
  while (!signal.aborted) {
    await ask(options, asked);
    asked += 1;
  }
  return asked;
}

async function ask({ client, random, words, filled }: DashboardOptions, n: number): Promise<void> {
  const at = Math.floor(random.between(filled.from + daysMs, filled.to));
  const word = words.words[random.below(5_000)];
  switch (n % 4) {
    case 0:
      await client.history.series.query({ metric: "ttft", by: "model", from: at - daysMs, to: at });
      return;
    case 1:
      await client.history.at.query({ t: at });
      return;
    case 2:
      await client.requests.list.query({ text: word, to: at });
      return;
    default:
      await client.history.overview.query({ from: at - 6 * hoursMs, to: at });
  }
}
