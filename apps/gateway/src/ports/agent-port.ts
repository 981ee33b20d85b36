import { ContractError } from "@signalbox/api-contract";
import type { AgentPort, Caller } from "@signalbox/api-contract/server";
import type { Runs } from "../agent/index.ts";
import { whoIs, type AuditLog } from "../audit/index.ts";
import type { RequestRegistry } from "../requests/index.ts";

const channel = "trpc";

export function createAgentPort(runs: Runs, registry: RequestRegistry, audit: AuditLog): AgentPort {
  return {
    start: (caller, input) => runs.start(caller, input, channel),
    send: (caller, input, signal) => runs.send(caller, input, channel, signal),
    watch: (caller, requestId, options) => runs.watch(caller, requestId, options),
    async cancel(caller, { requestId, reason }) {
      const id = inFlightIdOf(runs, registry, caller, requestId);
      const owner = id === undefined ? undefined : registry.ownerOf(id);
      const said = `Cancelled by ${caller.name}${reason === undefined ? "" : `: ${reason}`}`;
      const cancelled =
        (id !== undefined && registry.cancel(id, said)) ||
        runs.cancelEarly(caller, requestId, said);
      if (!cancelled && !runs.has(caller, requestId) && id === undefined) {
        throw new ContractError("not_found", `There is no request ${requestId} in flight.`, {
          requestId,
        });
      }
      // A client that lets go of its own request changes nothing of anyone else's.
      if (cancelled && caller.role !== "ingest") {
        await audit.add({
          who: whoIs(caller),
          action: "request.cancelled",
          target: id ?? requestId,
          reason: reason ?? null,
          before: owner === undefined ? null : { client: owner.name },
          after: null,
        });
      }
      return { requestId, cancelled };
    },
  };
}

/** An ingest token reaches its own requests alone; an operator every one in flight. */
function inFlightIdOf(
  runs: Runs,
  registry: RequestRegistry,
  caller: Caller,
  requestId: string,
): string | undefined {
  const id = runs.idOf(caller, requestId) ?? requestId;
  // Whose it is now is asked of what is in flight: a run that ended long ago may have had this id too.
  const owner = registry.ownerOf(id);
  if (owner === undefined) return undefined;
  return caller.role !== "ingest" || owner.tokenId === caller.tokenId ? id : undefined;
}
