import type { ChartSeries } from "./chart-series.ts";
import { readPalette, type Palette } from "./palette.ts";

export interface PngInput {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly series: readonly ChartSeries[];
  readonly canvas: HTMLCanvasElement;
}

const marginPx = 12;
const headPx = 46;
const swatchPx = 12;

/** Hands the browser an image of a chart with its title and names, in the colours of the page. */
export function downloadPng(input: PngInput): void {
  composePng(input, readPalette()).toBlob((blob) => {
    if (blob === null) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = fileName(input.title, new Date());
    link.click();
    URL.revokeObjectURL(link.href);
  }, "image/png");
}

/** `first-token-2026-01-05T03-00-20.png`, in UTC. */
export function fileName(title: string, now: Date): string {
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  return `${name}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}.png`;
}

function composePng({ title, subtitle, series, canvas }: PngInput, palette: Palette) {
  const ratio = devicePixelRatio;
  const whole = document.createElement("canvas");
  whole.width = canvas.width + 2 * marginPx * ratio;
  whole.height = canvas.height + (headPx + marginPx) * ratio;
  const context = whole.getContext("2d");
  if (context === null) return whole;
  context.fillStyle = palette("surface");
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(canvas, marginPx * ratio, headPx * ratio);
  context.scale(ratio, ratio);
  context.textBaseline = "middle";
  context.font = `600 12px ${palette("sans")}`;
  context.fillStyle = palette("text");
  context.fillText(title, marginPx, 16);
  const after = marginPx + context.measureText(title).width + 12;
  context.font = `450 12px ${palette("sans")}`;
  context.fillStyle = palette("muted");
  context.fillText(subtitle ?? "", after, 16);
  let x = marginPx;
  for (const { label, color, dash, kind } of series) {
    context.fillStyle = palette(color);
    context.strokeStyle = palette(color);
    context.lineWidth = 2;
    context.setLineDash([...(dash ?? [])]);
    if (kind === "bar") context.fillRect(x + 3, 31, 6, 8);
    else {
      context.beginPath();
      context.moveTo(x, 35);
      context.lineTo(x + swatchPx, 35);
      context.stroke();
    }
    context.fillStyle = palette("muted");
    context.fillText(label, x + swatchPx + 5, 35);
    x += swatchPx + 17 + context.measureText(label).width;
  }
  return whole;
}
