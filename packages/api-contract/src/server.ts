/** The server's half of the contract: the router, and the ports it is written over. */
export { access } from "./access.ts";
export type { Access } from "./access.ts";
export type * from "./ports/index.ts";
export { appRouter } from "./router/index.ts";
export type { AppRouter } from "./router/index.ts";
export { toTRPCError, type ErrorData } from "./router/error-shape.ts";
export { createCallerFactory, subscriptionTiming, type RouterContext } from "./router/trpc.ts";
