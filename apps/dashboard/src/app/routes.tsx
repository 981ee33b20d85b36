import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  retainSearchParams,
} from "@tanstack/react-router";
import { AppRoot } from "./app-root.tsx";
import { NotFound } from "./not-found.tsx";
import {
  readErrorsSearch,
  readEventsSearch,
  readFrameSearch,
  readLanesSearch,
  readModelsSearch,
  readRequestsSearch,
  readSessionSearch,
  readSessionsSearch,
  readSettingsSearch,
  readTrySearch,
} from "./search.ts";

const rootRoute = createRootRoute({
  component: AppRoot,
  notFoundComponent: NotFound,
  validateSearch: readFrameSearch,
  search: { middlewares: [retainSearchParams(["window", "at", "paused", "kiosk"])] },
});

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: lazyRouteComponent(() => import("../overview/overview-page.tsx"), "OverviewPage"),
});

const requestsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/requests",
  validateSearch: readRequestsSearch,
  component: lazyRouteComponent(() => import("../requests/index.ts"), "RequestsPage"),
});

const requestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/requests/$requestId",
  component: lazyRouteComponent(() => import("../requests/index.ts"), "RequestPage"),
});

const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/models",
  validateSearch: readModelsSearch,
  component: lazyRouteComponent(() => import("../models/models-page.tsx"), "ModelsPage"),
});

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/models/$provider/$model",
  validateSearch: readModelsSearch,
  component: lazyRouteComponent(() => import("../models/model-page.tsx"), "ModelPage"),
});

const lanesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/lanes",
  validateSearch: readLanesSearch,
  component: lazyRouteComponent(() => import("../lanes/lanes-page.tsx"), "LanesPage"),
});

const toolsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/tools",
  component: lazyRouteComponent(() => import("../tools/tools-page.tsx"), "ToolsPage"),
});

const channelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/channels",
  component: lazyRouteComponent(() => import("../channels/channels-page.tsx"), "ChannelsPage"),
});

const tryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/try",
  validateSearch: readTrySearch,
  component: lazyRouteComponent(() => import("../try/try-page.tsx"), "TryPage"),
});

const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/events",
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import("../events/events-page.tsx"), "EventsPage"),
});

const errorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/errors",
  validateSearch: readErrorsSearch,
  component: lazyRouteComponent(() => import("../errors/errors-page.tsx"), "ErrorsPage"),
});

const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sessions",
  validateSearch: readSessionsSearch,
  component: lazyRouteComponent(() => import("../sessions/sessions-page.tsx"), "SessionsPage"),
});

const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sessions/$sessionId",
  validateSearch: readSessionSearch,
  component: lazyRouteComponent(() => import("../sessions/session-page.tsx"), "SessionPage"),
});

// `/health` is the probe's.
const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/gateway",
  component: lazyRouteComponent(() => import("../health/health-page.tsx"), "HealthPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import("../settings/settings-page.tsx"), "SettingsPage"),
});

export const routeTree = rootRoute.addChildren([
  overviewRoute,
  requestsRoute,
  requestRoute,
  lanesRoute,
  modelsRoute,
  modelRoute,
  toolsRoute,
  channelsRoute,
  eventsRoute,
  errorsRoute,
  sessionsRoute,
  sessionRoute,
  healthRoute,
  settingsRoute,
  tryRoute,
]);
