import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it, onTestFailed } from "vitest";
import { seededRandom } from "./seeded-random.ts";
import { SoakLoad, type Outcome } from "./soak-load.ts";
import { operate } from "./soak-operator.ts";
import { planSoak, sessionName, type Message, type SoakSize } from "./soak-plan.ts";
import { soakUpstreamOptions, SoakWitness, type Progress } from "./soak-upstream.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const maxConcurrent = 48;
/** More sockets than before are those of clients that will close them by and by. */
const spareSockets = 16;
/** What is kept on purpose, such as a day's runs by their ids, grows with what was asked. */
const maxGrowthMiB = 32;
const mebibyte = 1024 * 1024;

function startForSoak(): Promise<TestGateway> {
  return startGateway({
    upstream: soakUpstreamOptions(),
    provider: { maxConcurrent, retries: { maxAttempts: 1 } },
    config: {
      lanes: { concurrency: 16 },
      agents: { plain: { model: "local/instant-1" } },
      defaultAgent: "plain",
    },
  });
}

interface Played {
  /** What must not be, in the order it was seen. */
  readonly wrongs: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Calls that the upstream got. */
  readonly arrivals: number;
}

/** Plays a plan on a gateway, while an operator pauses and clears its lanes. */
async function play(gateway: TestGateway, size: SoakSize): Promise<Played> {
  const token = await gateway.mint("ingest", size.name);
  const plan = planSoak(size);
  const progress = new Map<string, Progress>(
    plan
      .flat()
      .map((message) => [
        `${message.session}.${message.seq}`,
        { message, after: [], accepted: false, ended: false, arrivals: 0, onArrival: [] },
      ]),
  );
  gateway.upstream.clearFaults();
  const witness = new SoakWitness(gateway.upstream, progress);
  const random = seededRandom(size.seed + 1);
  const tally = new Tally(progress.size);
  const operator = operate({
    admin: gateway.admin,
    random,
    anyLane: () => `${token.id}/${sessionName(size.name, Math.floor(random() * size.sessions))}`,
    progress: (messages) => tally.more(messages),
  });
  await using load = new SoakLoad({
    url: gateway.url,
    token: token.token,
    client: gateway.client(token.token),
    progress,
    onEnd: () => tally.add(),
  });
  await Promise.all(plan.map((messages) => load.runSession(messages)));
  expect(await operator).toBeGreaterThan(0);
  const { outcomes } = load;
  const wrongs = [...witness.wrongs(), ...surprises(outcomes)];
  return { wrongs, outcomes, arrivals: witness.arrivals };
}

/** Counts messages that have ended, for one who waits for some more of them. */
class Tally {
  readonly #total: number;
  #ended = 0;
  #wanted = Infinity;
  #wake = (_goesOn: boolean): void => {};

  constructor(total: number) {
    this.#total = total;
  }

  add(): void {
    this.#ended += 1;
    if (this.#ended >= Math.min(this.#wanted, this.#total)) this.#wake(this.#ended < this.#total);
  }

  /** False where they were the last ones. */
  more(messages: number): Promise<boolean> {
    if (this.#ended === this.#total) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#wanted = this.#ended + messages;
    this.#wake = resolve;
    return promise;
  }
}

/** Which ended otherwise than their fate, and the operator, let them. */
function surprises(outcomes: readonly Outcome[]): string[] {
  const wanted: Record<Message["fate"], readonly Outcome["end"][]> = {
    ok: ["ok"],
    fails: ["failed"],
    "is cancelled": ["gone", "cancelled"],
    leaves: ["ok", "gone", "cancelled"],
  };
  return outcomes
    .filter(({ message, end, said }) => {
      const wasCleared = end === "cancelled" && said.includes("was cleared by");
      return !wasCleared && !wanted[message.fate].includes(end);
    })
    .map(({ message, end, said }) => `${message.face} ${message.text}: ${end}, ${said}`);
}

const count = (outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): number =>
  outcomes.filter(is).length;

/** Everything that tells of work under way says that there is none. */
async function expectQuiet({ admin, upstream }: TestGateway): Promise<void> {
  await expect
    .poll(() => admin.system.metrics.query(), { interval: 20, timeout: 10_000 })
    .toMatchObject({ activeRequests: 0, queueDepth: 0, slots: { used: 0 } });
  await expect.poll(() => admin.lanes.list.query(), { interval: 20 }).toEqual([]);
  await upstream.waitFor(({ active }) => active === 0, AbortSignal.timeout(5_000));
}

/** As many at once as there are slots: none was lost on the way. */
async function expectAllSlots(gateway: TestGateway): Promise<void> {
  const { upstream, url } = gateway;
  // No single token gets all of them.
  const tokens = [await gateway.mint("ingest", "even"), await gateway.mint("ingest", "odd")];
  upstream.clearFaults();
  upstream.inject({ fault: { kind: "hang" } });
  const leaving = new AbortController();
  const calls = Array.from({ length: maxConcurrent }, (_, i) =>
    fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      signal: leaving.signal,
      headers: {
        authorization: `Bearer ${tokens[i % tokens.length]?.token}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        model: "local/instant-1",
        messages: [{ role: "user", content: "Hello." }],
      }),
    }),
  );
  const settled = Promise.allSettled(calls);
  await upstream.waitFor(({ active }) => active === maxConcurrent, AbortSignal.timeout(5_000));
  leaving.abort();
  await settled;
}

/** Each session's conversation holds what its agent was asked and answered, in order and once. */
async function expectConversations(
  { admin }: TestGateway,
  { name, sessions }: SoakSize,
  outcomes: readonly Outcome[],
): Promise<void> {
  const runs = outcomes.filter(({ message }) => message.face === "agent");
  const bySession = Map.groupBy(runs, ({ message }) => message.session);
  for (const session of Array.from({ length: sessions }).keys()) {
    const inOrder = (bySession.get(session) ?? []).toSorted(
      (a, b) => a.message.seq - b.message.seq,
    );
    if (!inOrder.some(({ end }) => end === "ok")) continue;
    const sessionId = sessionName(name, session);
    const { conversation } = await admin.sessions.get.query({ sessionId });
    const asked = conversation.filter(({ role }) => role === "user").map(({ text }) => text);
    // What was cut short may be there too, with as much as was answered.
    const known = inOrder.filter(
      ({ message, end }) => end === "ok" || asked.includes(message.text),
    );
    expect(asked).toEqual(known.map(({ message }) => message.text));
    for (const { message, end, said } of known) {
      const answer = conversation[conversation.findIndex(({ text }) => text === message.text) + 1];
      if (end === "ok") expect(answer).toMatchObject({ role: "assistant", text: said });
    }
  }
}

/** Nobody is connected but who asks, and the channels' counts add up to the whole. */
async function expectChannels({ admin }: TestGateway): Promise<void> {
  const channels = await admin.channels.list.query();
  const { messagesProcessed, errors } = await admin.system.metrics.query();
  const sum = (of: "connections" | "requests" | "failed"): number =>
    channels.reduce((total, channel) => total + channel[of], 0);
  expect([sum("connections"), sum("requests"), sum("failed")]).toEqual([
    1,
    messagesProcessed,
    errors,
  ]);
}

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;

/** What this process still holds once all that can be was collected. */
function heldMiB(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed / mebibyte;
}

/** Plays it, and holds every count against what the clients and the upstream saw. */
async function soak(gateway: TestGateway, size: SoakSize): Promise<void> {
  const { admin, upstream } = gateway;
  const total = size.sessions * size.messages;
  const before = await admin.system.metrics.query();
  const asked = upstream.stats().requests;
  const { wrongs, outcomes, arrivals } = await play(gateway, size);
  expect(wrongs.slice(0, 10)).toEqual([]);
  expect(outcomes).toHaveLength(total);
  await expectQuiet(gateway);

  const after = await admin.system.metrics.query();
  const processed = after.messagesProcessed - before.messagesProcessed;
  const modelCalls = after.modelCalls.total - before.modelCalls.total;
  const failed = count(outcomes, ({ end }) => end === "failed");
  // Who left at once may have been gone before the gateway had read the message.
  const unread = count(outcomes, ({ message, end }) => message.fate === "leaves" && end === "gone");
  expect(after.errors - before.errors).toBe(failed);
  expect(processed).toBeLessThanOrEqual(total);
  expect(processed).toBeGreaterThanOrEqual(total - unread);
  expect(upstream.stats().requests - asked).toBe(arrivals);
  // One that was cancelled on its way to the upstream was an attempt too.
  expect(modelCalls).toBeGreaterThanOrEqual(arrivals);
  expect(modelCalls).toBeLessThanOrEqual(processed);
  await expectConversations(gateway, size, outcomes);
}

it("keeps order, runs nothing twice and leaves nothing behind in 500 sessions of 20 messages", async () => {
  const { SOAK_SEED = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;
  const seed = Number(SOAK_SEED);
  onTestFailed(() => {
    console.error(`SOAK_SEED=${seed} plays the same messages again.`);
  });
  await using gateway = await startForSoak();
  await soak(gateway, { seed, name: "warm", sessions: 40, messages: 20 });
  await expectAllSlots(gateway);
  const before = { sockets: openSockets(), heldMiB: heldMiB() };
  await soak(gateway, { seed, name: "soak", sessions: 500, messages: 20 });
  await expectAllSlots(gateway);
  await expectQuiet(gateway);
  await expect
    .poll(openSockets, { interval: 200, timeout: 15_000 })
    .toBeLessThanOrEqual(before.sockets + spareSockets);
  expect(heldMiB() - before.heldMiB).toBeLessThan(maxGrowthMiB);
  await expectChannels(gateway);
}, 180_000);
