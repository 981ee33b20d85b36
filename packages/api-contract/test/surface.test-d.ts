import { expectTypeOf, test } from "vitest";
import type {
  PublicHealth,
  Role,
  RouterInputs,
  RouterOutputs,
  SignalboxClient,
} from "../src/index.ts";

/**
 * The shapes that programs outside rely on, written out once more. A field that is renamed, retyped or
 * dropped does not compile here; one that is added does.
 */

type System = RouterOutputs["system"];
type Agent = RouterOutputs["agent"];

/** `T` cut down to the fields named: exact, so that each has to be there with its very type. */
type Fields<T, Name extends keyof T> = Pick<T, Name>;

test("system.metrics", () => {
  type Metrics = System["metrics"];
  expectTypeOf<
    Fields<
      Metrics,
      "messagesProcessed" | "errors" | "activeRequests" | "uptime" | "modelCalls" | "queueDepth"
    >
  >().branded.toEqualTypeOf<{
    messagesProcessed: number;
    errors: number;
    activeRequests: number;
    uptime: number;
    modelCalls: Metrics["modelCalls"];
    queueDepth: number;
  }>();
  expectTypeOf<keyof Metrics["modelCalls"]>().toEqualTypeOf<
    "total" | "avgLatency" | "errorRate" | "recentCalls"
  >();
  expectTypeOf<
    Fields<Metrics["modelCalls"], "total" | "avgLatency" | "errorRate">
  >().branded.toEqualTypeOf<{ total: number; avgLatency: number; errorRate: number }>();
  type Call = Metrics["modelCalls"]["recentCalls"][number];
  expectTypeOf<
    Fields<
      Call,
      | "timestamp"
      | "provider"
      | "latency"
      | "inputTokens"
      | "outputTokens"
      | "tokensPerSec"
      | "error"
    >
  >().branded.toEqualTypeOf<{
    timestamp: number;
    provider: string;
    latency: number;
    inputTokens: number;
    outputTokens: number;
    tokensPerSec: number;
    error?: string | undefined;
  }>();
});

test("system.events", () => {
  expectTypeOf<
    Fields<System["events"][number], "timestamp" | "level" | "source" | "message" | "context">
  >().branded.toEqualTypeOf<{
    timestamp: number;
    level: "info" | "warn" | "error";
    source: string;
    message: string;
    context?: Record<string, unknown> | undefined;
  }>();
  // An input that may be left out is `void` to tRPC.
  type Input = Exclude<RouterInputs["system"]["events"], void>;
  expectTypeOf<Fields<Input, "level" | "limit">>().branded.toEqualTypeOf<{
    level?: "info" | "warn" | "error" | undefined;
    limit?: number | undefined;
  }>();
  expectTypeOf<void>().toExtend<RouterInputs["system"]["events"]>();
});

test("system.activeRequests", () => {
  expectTypeOf<
    Fields<
      System["activeRequests"][number],
      "id" | "sessionId" | "channel" | "startedAt" | "durationMs"
    >
  >().branded.toEqualTypeOf<{
    id: string;
    sessionId: string;
    channel: string;
    startedAt: number;
    durationMs: number;
  }>();
});

test("agent.start and agent.send", () => {
  interface Input {
    message: string;
    sessionId?: string | undefined;
    agent?: string | undefined;
    model?: string | undefined;
    requestId?: string | undefined;
  }
  expectTypeOf<RouterInputs["agent"]["start"]>().branded.toEqualTypeOf<Input>();
  expectTypeOf<RouterInputs["agent"]["send"]>().branded.toEqualTypeOf<Input>();
  expectTypeOf<Agent["start"]>().branded.toEqualTypeOf<{ requestId: string; sessionId: string }>();
  expectTypeOf<
    Fields<Agent["send"], "requestId" | "sessionId" | "text" | "durable">
  >().branded.toEqualTypeOf<{
    requestId: string;
    sessionId: string;
    text: string;
    durable: boolean;
  }>();
  expectTypeOf<
    Fields<Agent["send"]["usage"], "inputTokens" | "outputTokens" | "totalTokens">
  >().branded.toEqualTypeOf<{ inputTokens: number; outputTokens: number; totalTokens: number }>();
  expectTypeOf<RouterInputs["agent"]["cancel"]>().branded.toEqualTypeOf<{
    requestId: string;
    reason?: string | undefined;
  }>();
});

test("auth", () => {
  expectTypeOf<RouterInputs["auth"]["createToken"]>().branded.toEqualTypeOf<{
    name: string;
    role: Role;
    expiresAt?: number | undefined;
  }>();
  expectTypeOf<Role>().toEqualTypeOf<"viewer" | "operator" | "admin" | "ingest">();
  expectTypeOf<RouterOutputs["auth"]["createToken"]>().branded.toEqualTypeOf<{
    id: string;
    token: string;
  }>();
  expectTypeOf<Fields<RouterInputs["auth"]["revokeToken"], "id">>().branded.toEqualTypeOf<{
    id: string;
  }>();
  expectTypeOf<keyof RouterOutputs["auth"]["listTokens"][number]>()
    .extract<"token" | "secret" | "hash">()
    .toBeNever();
});

test("health: to anyone these fields and no other; to viewers each component too", () => {
  interface Health {
    status: "ok" | "warn" | "error";
    uptime: number;
    version: string;
    sessions: number;
    connections: number;
    tools: number;
    channels: { name: string; status: "ok" | "warn" | "error" }[];
  }
  expectTypeOf<PublicHealth>().branded.toEqualTypeOf<Health>();
  expectTypeOf<Fields<System["health"], keyof Health>>().branded.toEqualTypeOf<Health>();
  expectTypeOf<
    Fields<System["health"]["components"][number], "name" | "status" | "reason">
  >().branded.toEqualTypeOf<{
    name: string;
    status: "ok" | "warn" | "error";
    reason: string;
  }>();
});

test("what the client calls them", () => {
  expectTypeOf<SignalboxClient["sessions"]["get"]["query"]>()
    .parameter(0)
    .branded.toEqualTypeOf<{ sessionId: string; clientId?: string | undefined }>();
  expectTypeOf<SignalboxClient["requests"]["get"]["query"]>()
    .parameter(0)
    .branded.toEqualTypeOf<{ requestId: string }>();
  expectTypeOf<RouterInputs["agent"]["stream"]["requestId"]>().toEqualTypeOf<string>();
  for (const name of ["live", "onMetrics", "onEvents", "onActiveRequests"] as const) {
    expectTypeOf<SignalboxClient["system"][typeof name]>().toHaveProperty("subscribe");
  }
  expectTypeOf<SignalboxClient["agent"]["start"]>().toHaveProperty("mutate");
  expectTypeOf<SignalboxClient["history"]>().toBeObject();
  expectTypeOf<SignalboxClient["errors"]>().toBeObject();
});
