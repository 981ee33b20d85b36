import { init } from "echarts";
import { plot, size } from "./moving-data.ts";
import type { Renderer } from "./renderer.ts";

const axis = { animation: false } as const;

export const withEcharts: Renderer = (element) => {
  const made = Array.from({ length: size.charts }, () => {
    const cell = document.createElement("div");
    element.append(cell);
    const chart = init(cell, null, { ...plot, renderer: "canvas" });
    chart.setOption({
      animation: false,
      grid: { left: 38, right: 8, top: 12, bottom: 22 },
      xAxis: { type: "time", ...axis },
      yAxis: { type: "value", ...axis },
      series: Array.from({ length: size.series }, () => ({ type: "line", showSymbol: false })),
    });
    return chart;
  });
  return (charts) => {
    for (const [i, { t, values }] of charts.entries()) {
      const series = values.map((list) => ({ data: list.map((value, at) => [t[at], value]) }));
      made[i]?.setOption({ series });
    }
  };
};
