import type { McpCommandConfig } from "../../config/index.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What any program needs to find its way on this machine. */
const surroundings = [
  "HOME",
  "LANG",
  "LC_ALL",
  "LOGNAME",
  "PATH",
  "SHELL",
  "TERM",
  "TMPDIR",
  "TZ",
  "USER",
];

/** How this machine reaches the network: without them `npx` downloads nothing behind a company's proxy. */
const certificates = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_DIR", "SSL_CERT_FILE"];
const proxies = ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
const registry = ["cafile", "https_proxy", "noproxy", "proxy", "registry"];

const passed: readonly string[] = [
  ...surroundings,
  ...certificates,
  ...proxies.flatMap((name) => [name, name.toLowerCase()]),
  ...registry.flatMap((key) => [`npm_config_${key}`, `NPM_CONFIG_${key.toUpperCase()}`]),
];
const plain: ReadonlySet<string> = new Set(surroundings);

/** What a server may know of the gateway's environment, and what the config gives it, which goes before. */
export function serverEnvironment(
  { env }: Pick<McpCommandConfig, "env">,
  own: Environment,
): Record<string, string> {
  const taken = passed.flatMap((name) => {
    const value = own[name];
    if (value === undefined || (!plain.has(name) && mayHoldPassword(value))) return [];
    return [[name, value] as const];
  });
  const configured = Array.from(env, ([name, secret]) => [name, secret.reveal()] as const);
  return Object.fromEntries([...taken, ...configured]);
}

/** An address with a user before its host, whether or not its scheme is written. */
function mayHoldPassword(value: string): boolean {
  return value.includes("@");
}
