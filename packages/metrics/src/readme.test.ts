import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  EVENTS_KEPT,
  LEVELS,
  MAX_ACTIVE,
  MAX_AMOUNT,
  MAX_GAUGES,
  MAX_NAME,
  MAX_SERIES,
  MAX_TEXT,
  MODEL_CALLS_KEPT,
} from "./index.ts";
import { MAX_SEGMENTS } from "./rollup/bucket-log.ts";
import { SEGMENT_BYTES } from "./rollup/segment-store.ts";
import { CELLS, CELLS_PER_OCTAVE } from "./sketch/mapping.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8").replace(/ +/g, " ");
const shown = (value: number): string => value.toLocaleString("en-US");

test("the README's bounds are the code's", () => {
  const segments = MAX_SEGMENTS.reduce((sum, count) => sum + count, 0);
  const slots = LEVELS.reduce((sum, { buckets }) => sum + buckets, 0);
  const [second, ten, minute] = LEVELS.map(({ buckets }) => shown(buckets));
  for (const row of [
    `| model calls, events | ${MODEL_CALLS_KEPT}, ${EVENTS_KEPT} |`,
    `| active requests listed | ${shown(MAX_ACTIVE)}, then ${shown(MAX_ACTIVE * 10)} by id`,
    `| series | ${MAX_SERIES} in all`,
    `| gauges | ${MAX_GAUGES} |`,
    `${(segments * SEGMENT_BYTES) / 2 ** 20} MiB: 1 s × ${second}, 10 s × ${ten}, 1 min × ${minute}`,
    `| a sketch | ${(CELLS * 8) / 1024} KiB, ${CELLS_PER_OCTAVE * 8} B per octave`,
    `A series itself takes ${Math.round((slots * 12) / 1024)} KiB of slots`,
    `| names, texts | ${shown(MAX_NAME)}, ${shown(MAX_TEXT)} characters |`,
    `| amounts | ${MAX_AMOUNT / 1e12}e12 |`,
  ]) {
    expect(readme).toContain(row);
  }
});
