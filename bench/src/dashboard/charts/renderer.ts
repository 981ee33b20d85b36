import type { MovingData } from "./moving-data.ts";

/** Draws a page of charts: made once over an element, and called with each update. */
export type Renderer = (element: HTMLElement) => (charts: readonly MovingData[]) => void;
