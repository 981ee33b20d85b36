import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient, type SignalboxClient } from "@signalbox/api-contract";
import { loadConfig } from "../src/config/index.ts";
import type { GatewayOptions } from "../src/gateway-options.ts";
import { Gateway } from "../src/gateway.ts";

/** The config file of the gateways that are started here. */
export const configFileIn = (directory: string): string => join(directory, "signalbox.yaml");

/** Writes a directory's config file. JSON is YAML too. */
export async function writeConfig(directory: string, config: object | string): Promise<void> {
  const text = typeof config === "string" ? config : JSON.stringify(config, null, 2);
  await writeFile(configFileIn(directory), text);
}

/** A gateway in this process whose config and data are in a directory of the test. */
export interface FileGateway extends AsyncDisposable {
  readonly url: string;
  readonly gateway: Gateway;
  readonly admin: SignalboxClient;
  readonly adminToken: string;
}

const adminToken = "an-admin-token-for-tests-0123456789abcdef";

/** Starts one on the config file that is there; another one may follow it in the same directory. */
export async function startFromFile(
  directory: string,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly gateway?: Partial<GatewayOptions>;
  } = {},
): Promise<FileGateway> {
  const configSource = {
    argv: ["--port", "0", "--data-dir", join(directory, "data")],
    env: { SIGNALBOX_ADMIN_TOKEN: adminToken, ...options.env },
    cwd: directory,
  };
  const { config, warnings } = await loadConfig(configSource);
  const gateway = await Gateway.create({
    config,
    warnings,
    configSource,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    dashboard: directory,
    practice: { pace: 0 },
    ...options.gateway,
  });
  await gateway.start();
  return {
    url: gateway.url,
    gateway,
    admin: createClient({ url: gateway.url, token: adminToken }),
    adminToken,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
