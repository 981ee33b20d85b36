import type { McpServerConfig } from "./config.ts";
import type { FileConfig } from "./schema.ts";
import { Secret } from "./secret.ts";

export function resolveMcpServers(
  servers: NonNullable<FileConfig["mcpServers"]>,
): ReadonlyMap<string, McpServerConfig> {
  return new Map(Object.entries(servers).map(([name, server]) => [name, resolveOne(name, server)]));
}

function resolveOne(
  name: string,
  server: NonNullable<FileConfig["mcpServers"]>[string],
): McpServerConfig {
  if (server.url !== undefined) return { kind: "url", name, url: server.url };
  const env = Object.entries(server.env).map(([key, value]) => [key, new Secret(value)] as const);
  return {
    kind: "command",
    name,
    command: server.command ?? "",
    args: server.args,
    env: new Map(env),
  };
}
