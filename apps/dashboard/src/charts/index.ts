export { AsTable } from "./as-table.tsx";
export type { ChartData } from "./chart-data.ts";
export type { ChartMark, ChartSeries } from "./chart-series.ts";
export { Sparkline } from "./sparkline.tsx";
export { TimeChart } from "./time-chart.tsx";
export { phasePattern } from "./phase-pattern.ts";
export type { DrawnPhase } from "./phase-pattern.ts";
export { PhaseSwatch } from "./phase-swatch.tsx";
