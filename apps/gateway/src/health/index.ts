export { HealthMonitor } from "./health-monitor.ts";
