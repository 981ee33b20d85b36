export { boundUrl, publicUrlOf } from "./url.ts";
export { Server } from "./server.ts";
export type { TrpcMount } from "./trpc-mount.ts";
