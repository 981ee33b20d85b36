import type { IncomingMessage, ServerResponse } from "node:http";
import { ContractError } from "@signalbox/api-contract";
import type { Config } from "../../config/index.ts";
import { anthropicDialect } from "../anthropic/anthropic-dialect.ts";
import { sendError, toChannelError } from "../channel-error.ts";
import { openAiDialect } from "../openai/openai-dialect.ts";
import { sendJson } from "../response-sink.ts";
import { anthropicModels, openAiModels } from "./model-forms.ts";
import { listModels } from "./models-list.ts";

export interface ModelsOptions {
  readonly config: () => Config;
  readonly newId: () => string;
  /** What there is is there since the gateway started, in epoch milliseconds. */
  readonly startedAt: number;
}

const path = "/v1/models";

/** Answers `GET /v1/models` and `GET /v1/models/ID`. False where the request is for something else. */
export function answerModels(
  options: ModelsOptions,
  asked: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const isOne = asked.startsWith(`${path}/`);
  if ((!isOne && asked !== path) || request.method !== "GET") return false;
  const { config, newId, startedAt } = options;
  // Anthropic's clients say their version.
  const isAnthropic = request.headers["anthropic-version"] !== undefined;
  const [form, dialect] = isAnthropic
    ? [anthropicModels, anthropicDialect]
    : [openAiModels, openAiDialect];
  const id = newId();
  for (const header of dialect.requestIdHeaders) response.setHeader(header, id);
  const models = listModels(config());
  if (!isOne) {
    sendJson(response, JSON.stringify(form.list(models, startedAt)));
    return true;
  }
  const name = decoded(asked.slice(path.length + 1));
  const model = models.find((one) => one.id === name);
  if (model === undefined) sendError(response, dialect, toChannelError(unlisted(name), id));
  else sendJson(response, JSON.stringify(form.one(model, startedAt)));
  return true;
}

function unlisted(name: string): ContractError {
  const message = `No model called ${name.slice(0, 200)} is listed. GET ${path} has those that are.`;
  return new ContractError("not_found", message);
}

/** What is no encoding is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
