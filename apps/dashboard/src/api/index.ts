export { queryClient, whoamiKey } from "./query-client.ts";
export { answeredCode, ownCallHeaders, problemOf, trpc } from "./trpc.ts";
export { useSetup, useWhoami, whoamiQuery } from "./use-setup.ts";
