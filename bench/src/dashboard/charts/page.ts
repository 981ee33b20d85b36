import "./page.css";
import { dataAfter } from "./moving-data.ts";
import type { Renderer } from "./renderer.ts";
import type { Scene } from "./scene.ts";

const everyMs = 250;

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  signalbox: async () => ofCharts((await import("./with-signalbox.tsx")).withSignalbox),
  uplot: async () => ofCharts((await import("./with-uplot.ts")).withUplot),
  echarts: async () => ofCharts((await import("./with-echarts.ts")).withEcharts),
  recharts: async () => ofCharts((await import("./with-recharts.tsx")).withRecharts),
  "lanes-card": async () => (await import("./lanes.tsx")).lanesCard,
  "lanes-page": async () => (await import("./lanes.tsx")).lanesPage,
};

const search = new URLSearchParams(location.search);
const load = scenes[search.get("with") ?? ""];
const element = document.querySelector("main");
if (load === undefined || element === null) throw new Error("Say what is to draw: ?with=uplot");
const prepare = (await load())(element);
const mark = search.get("mark") ?? "update";
let updates = 0;
prepare(updates)();
setInterval(() => {
  updates += 1;
  const draw = prepare(updates);
  performance.mark(mark);
  draw();
}, everyMs);

function ofCharts(renderer: Renderer): Scene {
  return (place) => {
    place.classList.add("charts");
    const draw = renderer(place);
    return (update) => {
      const data = dataAfter(update);
      return () => draw(data);
    };
  };
}
