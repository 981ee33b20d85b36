import { parentPort, workerData } from "node:worker_threads";
import { createClient } from "@signalbox/api-contract";
import { stepBack } from "../../../apps/gateway/src/history/step-back.ts";
import { ownThread } from "../../../apps/gateway/src/history/thread-time.ts";
import type { AskingInput, FromAsking, ToAsking } from "./asking-thread.ts";
import { askOn } from "./dashboard-questions.ts";
import { Random } from "./random.ts";
import { vocabularyOf } from "./traffic.ts";

// This file runs only as a thread, and its starter hands it an AskingInput.
const { url, token, seed, filled } = workerData as AskingInput;
const options = {
  client: createClient({ url, token }),
  random: new Random(seed + 13),
  words: vocabularyOf(seed),
  filled,
};
let ending: AbortController | null = null;

// It stands for a browser on a machine of its own, which takes nothing from this one's.
const thread = ownThread();
if (thread !== null) stepBack(thread);

parentPort?.on("message", (told: ToAsking) => {
  if (told === "stop") ending?.abort();
  else void ask();
});

async function ask(): Promise<void> {
  ending = new AbortController();
  const asked = await askOn(options, ending.signal);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ asked } satisfies FromAsking);
}
