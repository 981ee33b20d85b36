import { createRoot } from "react-dom/client";
import { Line, LineChart, XAxis, YAxis } from "recharts";
import { plot, type MovingData } from "./moving-data.ts";
import type { Renderer } from "./renderer.ts";

const lines = [
  { dataKey: "first", stroke: "#5794f2" },
  { dataKey: "second", stroke: "#73bf69" },
] as const;

export const withRecharts: Renderer = (element) => {
  const root = createRoot(element);
  return (charts) => {
    root.render(charts.map((data) => <Chart key={data.name} data={data} />));
  };
};

function Chart({ data: { t, values } }: { readonly data: MovingData }) {
  const rows = t.map((time, i) => ({ t: time, first: values[0]?.[i], second: values[1]?.[i] }));
  return (
    <LineChart {...plot} data={rows}>
      <XAxis dataKey="t" type="number" domain={["dataMin", "dataMax"]} />
      <YAxis />
      {lines.map((look) => (
        <Line key={look.dataKey} {...look} dot={false} isAnimationActive={false} />
      ))}
    </LineChart>
  );
}
