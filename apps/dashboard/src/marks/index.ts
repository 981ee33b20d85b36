export { unknownSpans } from "./chart-marks.ts";
export { useMarks, type Marks } from "./use-marks.ts";
