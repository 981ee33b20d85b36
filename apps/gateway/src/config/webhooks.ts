import type { Problem } from "./config-error.ts";
import type { AgentConfig, WebhookConfig } from "./config.ts";
import type { ParsedFile } from "./config-text.ts";
import { nearest } from "../nearest.ts";
import type { FileWebhook } from "./schema.ts";
import { Secret } from "./secret.ts";

/** The file's webhooks, each for an agent that is there. */
export function resolveWebhooks(
  file: ParsedFile | null,
  agents: ReadonlyMap<string, AgentConfig>,
): { webhooks: ReadonlyMap<string, WebhookConfig>; problems: readonly Problem[] } {
  const webhooks = new Map<string, WebhookConfig>();
  const problems: Problem[] = [];
  if (file === null) return { webhooks, problems };
  const names = new Set([...agents.keys(), ...file.namesUnder("agents")]);
  for (const [name, written] of Object.entries(file.values.webhooks ?? {})) {
    const { agent = null, callback } = written;
    if (agent !== null && !names.has(agent)) {
      const near = nearest(agent, names);
      const hint = near === null ? "" : `; did you mean ${near}?`;
      const message = `found ${agent}, expected an agent's name${hint}`;
      problems.push(file.problem(["webhooks", name, "agent"], message));
    }
    webhooks.set(name, {
      name,
      secrets: secretsOf(written.secret),
      agent,
      callback:
        callback === undefined
          ? null
          : {
              url: new URL(callback.url),
              secrets: secretsOf(callback.secret),
              allowPrivate: callback.allowPrivate,
            },
    });
  }
  return { webhooks, problems };
}

function secretsOf(written: FileWebhook["secret"]): Secret[] {
  return [written].flat().map((secret) => new Secret(secret));
}
