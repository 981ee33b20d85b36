export { Server } from "./server.ts";
export { createTrpcMount } from "./trpc-mount.ts";
