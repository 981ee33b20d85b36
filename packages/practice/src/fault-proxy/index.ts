export type { FaultProxy, FaultProxyOptions, FaultProxyStats } from "./fault-proxy.ts";
export { startFaultProxy } from "./fault-proxy.ts";
export type { LinkFaults, Target } from "./link-faults.ts";
