import { setTimeout as wait } from "node:timers/promises";
import { createClient, type SignalboxClient } from "@signalbox/api-contract";

const workers = 8;
const sampleEveryMs = 100;
/** Sessions that a worker's agent runs share. */
const sessionsPerWorker = 3;

/** The words that make the upstream of the crash rounds fail. */
export const failingText = "please fail";

/** An answer of a model, whole. */
export interface Answered {
  readonly session: string;
  readonly at: number;
}

/** An agent's reply that was acknowledged as kept. */
export interface Kept {
  readonly session: string;
  readonly requestId: string;
  readonly question: string;
  readonly text: string;
}

export interface Totals {
  readonly messagesProcessed: number;
  readonly errors: number;
  readonly modelCalls: number;
}

export interface CrashLoad {
  readonly answered: readonly Answered[];
  readonly kept: readonly Kept[];
  /** What the gateway said of itself, and when that was known. */
  readonly samples: readonly { readonly at: number; readonly totals: Totals }[];
  /** How much longer than it should the slowest of those questions took: the machine had other things to do. */
  readonly lateMs: number;
  /** Requests that were sent, whatever became of them. */
  readonly sent: number;
  readonly over: Promise<void>;
}

export interface CrashLoadOptions {
  readonly url: string;
  readonly token: string;
  readonly round: number;
  readonly random: () => number;
}

export async function readTotals(client: SignalboxClient): Promise<Totals> {
  const { messagesProcessed, errors, modelCalls } = await client.system.metrics.query();
  return { messagesProcessed, errors, modelCalls: modelCalls.total };
}

/** Streams with and without sessions, failures and agent runs, until the gateway is gone or takes no more. */
export function startCrashLoad({ url, token, round, random }: CrashLoadOptions): CrashLoad {
  const client = createClient({ url, token });
  const answered: Answered[] = [];
  const kept: Kept[] = [];
  const samples: { at: number; totals: Totals }[] = [];
  let sent = 0;
  let lateMs = 0;
  const over = new AbortController();

  const stream = async (content: string, session?: string): Promise<boolean> => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-api-key": token,
        ...(session !== undefined && { "x-session-id": session }),
      },
      body: JSON.stringify({
        model: "local/swift-1",
        stream: true,
        messages: [{ role: "user", content }],
      }),
    }).catch(() => null);
    const text = await response?.text().catch(() => null);
    if (typeof text !== "string" || response?.status === 503) return false;
    const isWhole = response?.status === 200 && text.includes("[DONE]");
    if (isWhole && session !== undefined) answered.push({ session, at: Date.now() });
    return true;
  };
  const send = async (question: string, session: string): Promise<boolean> => {
    try {
      const { requestId, text, durable } = await client.agent.send.mutate({
        message: question,
        sessionId: session,
      });
      if (durable) kept.push({ session, requestId, question, text });
      return true;
    } catch {
      return false;
    }
  };
  const ask = (worker: number, n: number): Promise<boolean> => {
    const name = `${round}-${worker}-${n}`;
    const which = random();
    sent += 1;
    if (which < 0.05) return stream(`${failingText} ${name}`);
    if (which < 0.2) return stream(`Hello ${name}.`);
    if (which < 0.7) return stream("Hello.", name);
    const session = `agent-${worker}-${Math.floor(random() * sessionsPerWorker)}-${round % 10}`;
    return send(`Hello ${name}.`, session);
  };
  const work = async (worker: number): Promise<void> => {
    for (let n = 0; await ask(worker, n); n += 1);
  };
  const sample = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const since = performance.now();
      const totals = await readTotals(client).catch(() => null);
      if (totals === null) return;
      samples.push({ at: Date.now(), totals });
      await wait(sampleEveryMs);
      lateMs = Math.max(lateMs, performance.now() - since - sampleEveryMs);
    }
  };
  const working = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  const sampling = sample();
  const end = async (): Promise<void> => {
    await working;
    over.abort();
    await sampling;
  };
  return {
    answered,
    kept,
    samples,
    over: end(),
    get lateMs() {
      return lateMs;
    },
    get sent() {
      return sent;
    },
  };
}
