/**
 * The collector inside a server of one's own: every request is measured, `/metrics` tells.
 *
 *     node packages/metrics/examples/embed/server.ts
 */
import { createServer } from "node:http";
import type { Server } from "node:http";
import { MetricsCollector } from "../../src/index.ts";

export interface Embedded {
  readonly server: Server;
  readonly metrics: MetricsCollector;
}

export function createEmbedded(): Embedded {
  const metrics = new MetricsCollector({ getQueueDepth: () => 0 });
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url === "/metrics") {
      response.setHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
      response.end(metricsPage(metrics));
      return;
    }
    const id = `request-${++requests}`;
    metrics.startRequest(id, { sessionId: id, channel: "http" });
    response.on("close", () => {
      metrics.incrementMessages();
      metrics.endRequest(id, response.writableFinished ? "ok" : "cancelled");
    });
    response.end("hello\n");
  });
  return { server, metrics };
}

/** Prometheus' text format 0.0.4, by hand. */
function metricsPage(metrics: MetricsCollector): string {
  const { messagesProcessed, errors, activeRequests, uptime, modelCalls, queueDepth } =
    metrics.getSnapshot();
  const line = (name: string, type: "counter" | "gauge", value: number): string =>
    `# TYPE ${name} ${type}\n${name} ${value}\n`;
  return [
    line("signalbox_messages_total", "counter", messagesProcessed),
    line("signalbox_errors_total", "counter", errors),
    line("signalbox_model_calls_total", "counter", modelCalls.total),
    line("signalbox_active_requests", "gauge", activeRequests),
    line("signalbox_queue_depth", "gauge", queueDepth),
    line("signalbox_uptime_seconds", "gauge", uptime),
  ].join("");
}

if (import.meta.main) {
  const { server } = createEmbedded();
  server.listen(9464, "127.0.0.1", () => process.stdout.write("http://127.0.0.1:9464/metrics\n"));
}
