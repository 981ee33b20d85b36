import type { OutcomeStatus, RequestFacts, RequestOutcome } from "../active/active-request.ts";
import type { Ended } from "../active/active-table.ts";
import type { Dimensions, Labels } from "../dimensions/dimensions.ts";
import { amount } from "../intake/amount.ts";
import type { Tally } from "../intake/tally.ts";
import type { Bucket } from "../rollup/bucket.ts";
import { COUNTER, SKETCH } from "../rollup/metric.ts";
import type { Series } from "../rollup/series.ts";
import type { ToolCall } from "./tool-call.ts";

/** An attempt at a model that failed, and whose call was saved by another one. */
export interface RecoveredAttempt {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly errorKind?: string | undefined;
  readonly channel?: string | undefined;
  readonly client?: string | undefined;
  readonly agent?: string | undefined;
  readonly node?: string | undefined;
}

const nothing: RequestFacts & { readonly errorKind?: undefined } = {};

/** Records the ends of requests and tool calls in every series they belong to. */
export class RequestRecorder {
  readonly #dimensions: Dimensions;
  readonly #tally: Tally;

  constructor(dimensions: Dimensions, tally: Tally) {
    this.#dimensions = dimensions;
    this.#tally = tally;
  }

  /** Durations are known of listed requests alone. */
  requestEnded(
    ended: Exclude<Ended, undefined>,
    outcome: RequestOutcome | undefined,
    second: number,
    mono: number,
  ): void {
    const status = this.#status(outcome);
    const failed = status === "failed" || status === "interrupted";
    const known = ended === "unlisted" ? nothing : ended.facts;
    const told = typeof outcome === "object" && outcome !== null ? outcome : nothing;
    const labels: Labels = {
      node: newer(told.node, known.node),
      channel: ended === "unlisted" ? undefined : ended.channel,
      client: newer(told.client, known.client),
      agent: newer(told.agent, known.agent),
      provider: newer(told.provider, known.provider),
      model: newer(told.model, known.model),
      errorKind: told.errorKind,
    };
    this.#each(labels, failed, (series) => {
      const bucket = series.at(second);
      bucket.count(COUNTER.requests, 1);
      if (failed) bucket.count(COUNTER.failures, 1);
      if (status === "cancelled") bucket.count(COUNTER.cancelled, 1);
      if (ended === "unlisted") return;
      bucket.sketch(SKETCH.requestDuration).observe(ended.durationMs(mono));
      bucket.sketch(SKETCH.queueWait).observe(ended.queuedMs(mono));
    });
  }

  toolEnded(call: ToolCall, second: number): void {
    const failed = Boolean(call.error) || Boolean(call.errorKind);
    const durationMs = amount(call.durationMs, this.#tally);
    const { tool, channel, client, agent, node, errorKind } = call;
    this.#each({ tool, channel, client, agent, node, errorKind }, failed, (series) => {
      const bucket: Bucket = series.at(second);
      bucket.count(COUNTER.toolCalls, 1);
      if (failed) bucket.count(COUNTER.toolFailures, 1);
      bucket.sketch(SKETCH.toolDuration).observe(durationMs);
    });
  }

  attemptRecovered(attempt: RecoveredAttempt, second: number): void {
    const { provider, model, errorKind, channel, client, agent, node } = attempt;
    this.#each({ provider, model, errorKind, channel, client, agent, node }, true, (series) => {
      series.at(second).count(COUNTER.recovered, 1);
    });
  }

  #each(labels: Labels, failed: boolean, record: (series: Series) => void): void {
    const dimensions = this.#dimensions;
    const found = [
      dimensions.whole,
      dimensions.provider.resolve(labels.provider),
      dimensions.models.resolve(labels.provider, labels.model),
      dimensions.channel.resolve(labels.channel),
      dimensions.client.resolve(labels.client),
      dimensions.agent.resolve(labels.agent),
      dimensions.node.resolve(labels.node),
      dimensions.tool.resolve(labels.tool),
      failed ? dimensions.errorKind.resolve(labels.errorKind) : undefined,
    ];
    for (const series of found) if (series !== undefined) record(series);
  }

  #status(outcome: RequestOutcome | undefined): OutcomeStatus {
    if (outcome === undefined || outcome === null) return "ok";
    const status: unknown = typeof outcome === "object" ? outcome.status : outcome;
    switch (status) {
      case "ok":
      case "failed":
      case "cancelled":
      case "interrupted":
        return status;
      default:
        this.#tally.rejected += 1;
        return "ok";
    }
  }
}

/** What an outcome leaves out stays as it was known. */
function newer(told: string | undefined, known: string | undefined): string | undefined {
  return told === undefined ? known : told;
}
