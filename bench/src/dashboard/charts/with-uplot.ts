import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { plot, size } from "./moving-data.ts";
import type { Renderer } from "./renderer.ts";

const colours = ["#5794f2", "#73bf69"];

export const withUplot: Renderer = (element) => {
  const plots = Array.from({ length: size.charts }, () => {
    const cell = document.createElement("div");
    element.append(cell);
    const series = colours.slice(0, size.series).map((stroke) => ({ stroke, width: 1.6 }));
    const options = { ...plot, ms: 1, legend: { show: false }, series: [{}, ...series] } as const;
    return new uPlot({ ...options, series: [...options.series] }, [[], [], []], cell);
  });
  return (charts) => {
    for (const [i, { t, values }] of charts.entries()) plots[i]?.setData([t, ...values]);
  };
};
