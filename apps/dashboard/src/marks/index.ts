export { unknownSpans } from "./chart-marks.ts";
export { useMarks } from "./use-marks.ts";
