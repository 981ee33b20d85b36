import type { IncomingMessage, ServerResponse } from "node:http";
import type { Config } from "../../config/index.ts";
import { sendJson } from "../response-sink.ts";
import { modelsList } from "./models-list.ts";

/** Answers `GET /v1/models`. False where the request is for something else. */
export function answerModels(
  { config, startedAt }: { readonly config: () => Config; readonly startedAt: number },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (path !== "/v1/models" || request.method !== "GET") return false;
  sendJson(response, modelsList(config(), startedAt));
  return true;
}
