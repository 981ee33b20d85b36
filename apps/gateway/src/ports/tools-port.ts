import type { ToolRow } from "@signalbox/api-contract";
import type { ToolsPort } from "@signalbox/api-contract/server";
import type { MetricsCollector } from "@signalbox/metrics";
import type { RequestLog } from "../recorder/index.ts";
import type { ToolRegistry } from "../tools/index.ts";

const windowMinutes = 15;

export function createToolsPort(
  tools: ToolRegistry,
  collector: MetricsCollector,
  log: RequestLog,
): ToolsPort {
  return {
    list() {
      const rows = new Map(
        collector.breakdown("tool", windowMinutes).map((row) => [row.value, row]),
      );
      return tools.list().map(({ name, description, source }): ToolRow => {
        const row = rows.get(name);
        return {
          name,
          description,
          source,
          calls: row?.toolCalls ?? 0,
          failed: row?.toolFailures ?? 0,
          inFlight: [...log.active.values()].filter(({ tool }) => tool === name).length,
          latencyP95: row?.toolDuration?.p95 ?? null,
        };
      });
    },
  };
}
