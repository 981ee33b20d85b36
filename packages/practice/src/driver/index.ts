export type { CallPlan, TrafficMix, WeightedModel } from "./call-plan.ts";
export { DEFAULT_MIX, planCall } from "./call-plan.ts";
export type { CallResult } from "./caller.ts";
export type { MeasureOptions, StreamedCall, StreamMeasure } from "./measure-stream.ts";
export { measureStream } from "./measure-stream.ts";
export type { Traffic, TrafficOptions, TrafficStats } from "./traffic.ts";
export { startTraffic } from "./traffic.ts";
