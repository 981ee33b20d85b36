import { toolsOf } from "../agent/index.ts";
import type { AgentConfig } from "../config/index.ts";
import type { ToolRegistry } from "../tools/index.ts";
import { routeOf, speaks, type TargetResolver } from "../upstream/index.ts";
import type { FaceCall } from "./face-call.ts";
import type { AgentUse } from "./face.ts";
import { invalid } from "./json-body.ts";
import { passThrough, type PassThroughOptions } from "./pass-through.ts";

export interface AskProviderOptions extends PassThroughOptions {
  readonly resolver: TargetResolver;
  readonly tools: ToolRegistry;
}

/** What only an agent's provider can tell is asked of it, with all that the agent would send it. */
export async function askProviderOf(
  options: AskProviderOptions,
  call: FaceCall,
  agent: AgentConfig,
  use: Extract<AgentUse, { kind: "asks-provider" }>,
): Promise<void> {
  const { resolver, config, tools } = options;
  const { wire } = call.face;
  const target = await resolver.target(agent.model);
  if (!speaks(target.provider, wire)) {
    throw invalid(
      `Only the provider of agent ${agent.name} could tell, and ${target.provider.name} has no ${routeOf[wire]}.`,
    );
  }
  const own = use.splice(agent, toolsOf(agent, config().mcpServers, tools));
  await passThrough(options, call, { targets: [target], agent, splice: () => own });
}
