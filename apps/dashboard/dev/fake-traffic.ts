import type { OverviewPoint, RequestRow, Span, SystemEvent } from "@signalbox/api-contract";
import { overviewPoint } from "../src/overview/overview-point.fixture.ts";
import { fakeLanes, type FakeLane } from "./fake-lanes.ts";
import {
  acceptedRow,
  endLast,
  enterStage,
  planStages,
  type FakeRequest,
  type Stage,
} from "./fake-request.ts";

export const stepMs = 5_000;

export interface TrafficOptions {
  readonly random: () => number;
  readonly bootId: string;
  /** When the incident begins; null for a quiet day. */
  readonly incidentAt: number | null;
  readonly lanes?: readonly FakeLane[];
}

/** What changed since it was last asked. */
export interface Changes {
  upsert: Map<string, RequestRow>;
  ended: RequestRow[];
  spans: Map<string, Span>;
  events: SystemEvent[];
}

const nothing = (): Changes => ({ upsert: new Map(), ended: [], spans: new Map(), events: [] });

/** Traffic that a clock drives: the same seed and the same times give the same day. */
export class FakeTraffic {
  readonly active = new Map<string, FakeRequest>();
  readonly points: OverviewPoint[] = [];
  events: SystemEvent[] = [];
  recent: FakeRequest[] = [];
  /** All that ended, for the past. */
  readonly ended: FakeRequest[] = [];
  processed = 0;
  errors = 0;
  modelCalls = 0;
  readonly #options: TrafficOptions;
  readonly #nextAt = new Map<string, number>();
  #changes = nothing();
  #ids = 0;

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  isIncident(at: number): boolean {
    return this.#options.incidentAt !== null && at >= this.#options.incidentAt;
  }

  takeChanges(): Changes {
    const changes = this.#changes;
    this.#changes = nothing();
    return changes;
  }

  advance(at: number): void {
    const { random, lanes = fakeLanes } = this.#options;
    const point = this.#pointAt(at);
    for (const lane of lanes) {
      const next = this.#nextAt.get(lane.lane) ?? at + random() * 4_000;
      if (next <= at) {
        this.accept(lane, at, planStages(random, lane, this.isIncident(at)));
        this.#nextAt.set(lane.lane, at + 4_000 + random() * 6_000);
        this.#chatter(at);
      } else this.#nextAt.set(lane.lane, next);
    }
    for (const request of this.active.values()) this.#play(request, at, point);
    point.inFlight = this.active.size;
    const waiting = [...this.active.values()].filter(({ row }) => row.state === "queued");
    point.waiting = waiting.length;
    point.oldestWaitMs = Math.max(0, ...waiting.map(({ row }) => at - row.startedAt));
  }

  accept(lane: FakeLane, at: number, stages: Stage[], practice = false): RequestRow {
    this.#ids += 1;
    const [first, ...plan] = stages;
    const request: FakeRequest = {
      row: acceptedRow(`req_${this.#ids.toString(36).padStart(6, "0")}`, lane, at, practice),
      spans: [],
      plan,
      fails: this.isIncident(at) && lane.isHit && this.#options.random() < 0.5,
      stageEndsAt: at,
    };
    this.active.set(request.row.id, request);
    if (first !== undefined) this.#changed(request, enterStage(request, first, at));
    return request.row;
  }

  say(
    at: number,
    level: SystemEvent["level"],
    source: string,
    message: string,
    requestId?: string,
  ) {
    const id = `${this.#options.bootId}:${this.events.length + this.#ids * 1000}`;
    const event = { id: `${id}-${at}`, timestamp: at, level, source, message };
    const full = requestId === undefined ? event : { ...event, requestId };
    this.events = [full, ...this.events].slice(0, 500);
    this.#changes.events.push(full);
    if (level === "error") this.errors += 1;
  }

  end(request: FakeRequest, at: number, outcome: "ok" | "failed" | "cancelled"): void {
    this.#changed(request, endLast(request, at, outcome));
    const { row } = request;
    request.row = {
      ...row,
      state: "ended",
      phase: null,
      phaseDetail: null,
      endedAt: at,
      durationMs: at - row.startedAt,
      outcome,
      errorKind: outcome === "failed" ? "rate_limit" : outcome === "cancelled" ? "cancelled" : null,
      errorMessage: outcome === "failed" ? `429 rate limit on ${row.model}` : null,
      costUsd: row.provider === "ollama" ? null : row.outputTokens * 4e-5,
      usageSource: "reported",
    };
    this.active.delete(row.id);
    this.recent = [request, ...this.recent].slice(0, 100);
    this.ended.push(request);
    this.processed += 1;
    this.#changes.upsert.delete(row.id);
    this.#changes.ended.push(request.row);
    if (outcome === "failed") {
      this.say(at, "error", `model.${row.provider}`, `429 rate limit on ${row.model}`, row.id);
    }
    this.#count(this.#pointAt(at), request);
  }

  #play(request: FakeRequest, at: number, point: OverviewPoint): void {
    const { row } = request;
    if (row.phaseDetail === "streaming") {
      request.row = { ...row, outputTokens: row.outputTokens + 7, durationMs: at - row.startedAt };
      point.outputTokens += 7;
    }
    if (at < request.stageEndsAt) return;
    if (row.state === "queued" && this.#isBusy(row.lane)) return;
    const next = request.plan.shift();
    const isAnswering = row.phaseDetail === "waiting";
    if (next === undefined || (isAnswering && request.fails)) {
      this.end(request, at, request.fails && isAnswering ? "failed" : "ok");
      return;
    }
    if (next.kind === "waiting") this.modelCalls += 1;
    this.#changed(request, enterStage(request, next, at));
  }

  #chatter(at: number): void {
    const { random } = this.#options;
    const said = [
      ["info", "config", "agent support changed: model gpt-5.1 → gpt-5.1-mini"],
      ["info", "session", "a conversation of 40 messages was compacted"],
      ["warn", "model.openai", `first token later than ${Math.ceil(random() * 9)} s`],
      ["warn", "lane", `ws · sess 17c0 has waited ${Math.ceil(random() * 50)} s for a slot`],
      ["error", "tool.search", "search_docs: no answer in 10 s, cancelled"],
    ] as const;
    const [level, source, message] = said[Math.floor(random() * 60)] ?? [];
    if (level !== undefined) this.say(at, level, source, message);
  }

  #isBusy(lane: string): boolean {
    return this.active.values().some(({ row }) => row.lane === lane && row.state === "running");
  }

  #changed(request: FakeRequest, spans: Span[]): void {
    this.#changes.upsert.set(request.row.id, request.row);
    for (const span of spans) this.#changes.spans.set(span.id, span);
  }

  #count(point: OverviewPoint, { row }: FakeRequest): void {
    const key = `${row.provider}/${row.model}`;
    point.messages += 1;
    point.modelCalls += 1;
    if (row.outcome === "failed") {
      point.failed += 1;
      point.failures["rate_limit"] = (point.failures["rate_limit"] ?? 0) + 1;
    }
    if (row.costUsd === null) point.unpriced += 1;
    point.costUsd += row.costUsd ?? 0;
    const ttft = row.ttft ?? 800;
    point.ttft[key] = [ttft * 0.6, ttft, ttft * 1.3];
    point.gap[key] = 14 + ((key.length * 7) % 18) + this.#options.random() * 4;
  }

  #pointAt(at: number): OverviewPoint {
    const t = Math.floor(at / stepMs) * stepMs;
    const last = this.points.at(-1);
    if (last !== undefined && last.t === t) return last;
    const point = overviewPoint({ t });
    this.points.push(point);
    return point;
  }
}
