import type { Caller } from "@signalbox/api-contract/server";
import {
  AgentLoop,
  AgentRunner,
  AgentToolbox,
  checkAgentTools,
  createExecuteRun,
  RunArchive,
  Runs,
  SessionRetention,
} from "../agent/index.ts";
import { FaceChannel } from "../channels/index.ts";
import { createWebhooks, type Webhooks } from "../channels/webhook/index.ts";
import { PracticeProvider } from "../practice-provider.ts";
import { RequestRegistry } from "../requests/index.ts";
import type { StateStore } from "../state/index.ts";
import type { McpServers, ToolRegistry } from "../tools/index.ts";
import { Gates, PriceBook, ProviderPools, TargetResolver, Upstream } from "../upstream/index.ts";
import type { Base } from "./base.ts";
import type { Intake } from "./intake.ts";
import type { Observation } from "./observation.ts";
import { createBudgets } from "./spending.ts";
import { createTools } from "./tools.ts";

const maxInFlight = 10_000;
/** Bodies of requests in flight, beside what they become: far below the heap that Node gives itself. */
const maxBytesInFlight = 256 * 1024 * 1024;
/** Of a small heap, at most this part: it fills faster than anyone looks at it. */
const bodiesOfHeap = 4;

/** The stages that a request goes through, from its channel to the upstream. */
export interface Work {
  readonly registry: RequestRegistry;
  readonly tools: ToolRegistry;
  readonly mcp: McpServers;
  readonly runs: Runs;
  readonly wire: FaceChannel;
  readonly webhooks: Webhooks;
  readonly retention: SessionRetention;
  readonly prices: PriceBook;
  /** What is kept of a provider that changed, or went. */
  readonly forgetProvider: (name: string) => void;
  readonly gates: Gates;
  readonly close: () => Promise<void>;
}

export function createWork(
  base: Base,
  { state, log, spending }: Observation,
  { lanes, memory }: Intake,
  store: StateStore,
): Work {
  const { bootId, clock, config, newId, options, version } = base;
  const registry = new RequestRegistry({
    lanes,
    state,
    get maxWaitMs() {
      return config().lanes.maxWaitMs;
    },
    maxInFlight,
    maxBytes: Math.min(maxBytesInFlight, memory.limitBytes / bodiesOfHeap),
    shed: () => memory.refusal(),
  });
  const practice = new PracticeProvider(options.practice ?? {});
  const resolver = new TargetResolver(config, () => practice.url());
  const pools = new ProviderPools();
  const userAgent = `signalbox/${version}`;
  const gates = new Gates({ clock, state, random: Math.random });
  const prices = new PriceBook({
    configured: () => config().prices,
    now: clock.now,
    onError: (error) => {
      base.logger.error({ err: error }, "the public prices could not be read");
    },
  });
  const upstream = new Upstream({
    clock,
    state,
    pools,
    gates,
    random: Math.random,
    prices,
    userAgent,
  });
  const { tools, mcp } = createTools(base, { state }, store);
  checkAgentTools(config(), tools);
  const budgets = createBudgets(base, spending, { prices, state });
  const loop = new AgentLoop({ upstream, clock, state, prices });
  const toolbox = new AgentToolbox({ config, tools, mcp, state });
  const runner = new AgentRunner({ registry, resolver, toolbox, budgets, loop });
  const shared = { config, registry, resolver, tools, runner, budgets, log, clock, state };
  const isTaken = (id: string, caller: Caller): boolean => {
    const owner = registry.ownerOf(id)?.tokenId ?? log.get(id)?.accepted.clientId;
    return owner !== undefined && owner !== caller.tokenId;
  };
  const execute = createExecuteRun({
    ...shared,
    prices,
    store: store.conversations,
  });
  const retention = new SessionRetention({ config, clock, store: store.conversations, state });
  const archive = new RunArchive({ store: store.runs, clock, state });
  const runs = new Runs({ bootId, clock, newId, isTaken, execute, archive });
  const webhooks = createWebhooks({
    ...base,
    state,
    store: store.webhookJobs,
    execute,
    isTaken,
    isStopping: () => registry.isDraining,
    userAgent,
    firstRetryMs: options.webhookRetryMs,
  });
  const wire = new FaceChannel({
    ...shared,
    upstream,
    prices,
    newId,
    startedAt: clock.now(),
    now: clock.now,
    keepAliveMs: options.keepAliveMs,
    log: (error, requestId) => {
      base.logger.error({ err: error, requestId }, "the gateway itself failed on a request");
    },
  });
  return {
    registry,
    tools,
    mcp,
    runs,
    wire,
    webhooks,
    retention,
    prices,
    gates,
    forgetProvider: (name) => {
      pools.forget(name);
      gates.providerChanged(name);
    },
    close: async () => {
      await retention.stop();
      await mcp.stop();
      await webhooks.close();
      await spending.tallies[Symbol.asyncDispose]();
      await pools.close();
      await practice.close();
    },
  };
}
