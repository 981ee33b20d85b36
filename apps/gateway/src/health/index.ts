export { DiskWatch, inGigabytes } from "./disk-watch.ts";
export { HealthMonitor } from "./health-monitor.ts";
export { MemoryGuard } from "./memory-guard.ts";
