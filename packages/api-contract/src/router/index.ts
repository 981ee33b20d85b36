import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { agentRouter } from "./agent.ts";
import { auditRouter } from "./audit.ts";
import { authRouter } from "./auth.ts";
import { channelsRouter } from "./channels.ts";
import { errorsRouter } from "./errors.ts";
import { eventsRouter } from "./events.ts";
import { historyRouter } from "./history.ts";
import { lanesRouter } from "./lanes.ts";
import { modelsRouter } from "./models.ts";
import { requestsRouter } from "./requests.ts";
import { sessionsRouter } from "./sessions.ts";
import { systemRouter } from "./system.ts";
import { toolsRouter } from "./tools.ts";
import { router } from "./trpc.ts";

/** The contract as a router over its ports: one noun, one file. */
export const appRouter = router({
  agent: agentRouter,
  audit: auditRouter,
  auth: authRouter,
  channels: channelsRouter,
  errors: errorsRouter,
  events: eventsRouter,
  history: historyRouter,
  lanes: lanesRouter,
  models: modelsRouter,
  requests: requestsRouter,
  sessions: sessionsRouter,
  system: systemRouter,
  tools: toolsRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
