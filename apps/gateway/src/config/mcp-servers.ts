import type { McpServerConfig } from "./config.ts";
import type { FileConfig } from "./schema.ts";
import { Secret } from "./secret.ts";

type FileMcpServers = NonNullable<FileConfig["mcpServers"]>;

/** `base` is the config file's directory. */
export function resolveMcpServers(
  servers: FileMcpServers,
  base: string,
): ReadonlyMap<string, McpServerConfig> {
  return new Map(
    Object.entries(servers).map(([name, server]) => [name, resolveOne(name, server, base)]),
  );
}

function resolveOne(name: string, server: FileMcpServers[string], cwd: string): McpServerConfig {
  const { command, args, url, allowPrivate, callTimeoutMs } = server;
  if (url !== undefined) {
    const headers = secrets(server.headers);
    return { kind: "url", name, url, headers, allowPrivate, callTimeoutMs };
  }
  // The schema has made sure that there is one of the two.
  const env = secrets(server.env);
  return { kind: "command", name, command: command ?? "", args, cwd, env, callTimeoutMs };
}

function secrets(values: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(values).map(([key, value]) => [key, new Secret(value)]));
}
