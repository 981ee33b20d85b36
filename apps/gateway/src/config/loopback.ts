import { isIP } from "node:net";

/** Whether a host to listen on is reachable from this machine alone. */
function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === "localhost" || name === "::1") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

/** Why the gateway must not listen on a host, or null where it may. */
export function bindProblem(bind: {
  readonly host: string;
  readonly behindProxy: boolean;
  readonly tls: boolean;
}): string | null {
  if (isIP(bind.host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(bind.host)) {
    return `found ${JSON.stringify(bind.host)}, expected an IP address or a host name without a port`;
  }
  if (isLoopback(bind.host) || bind.behindProxy || bind.tls) return null;
  return `found ${bind.host}, which others on the network can reach, and tokens would cross it unencrypted; set tls in the config file, or behindProxy: true where a proxy before it speaks TLS`;
}
