import type { LiveMessage } from "@signalbox/api-contract";
import { expect, test } from "vitest";
import { backoff, backoffMs, LiveLink, type OpenStream, type StreamEnd } from "./live-link.ts";

const message: LiveMessage = { type: "gap", at: 0, reason: "slow" };

/** Plays a list of streams: the ids each brings before it ends. */
function linkOver(
  streams: readonly { readonly ids: readonly string[]; readonly end: StreamEnd }[],
  options: { readonly isDenied?: boolean } = {},
) {
  let now = 0;
  const asked: (string | null)[] = [];
  const seen: string[] = [];
  const said: string[] = [];
  const slept: number[] = [];
  const open: OpenStream = (lastId, onMessage, signal) => {
    const stream = streams[asked.length];
    asked.push(lastId);
    for (const id of stream?.ids ?? []) onMessage(message, id);
    if (stream !== undefined) return Promise.resolve(stream.end);
    link.stop();
    expect(signal.aborted).toBe(true);
    return Promise.resolve({ code: null });
  };
  const link = new LiveLink({
    open,
    isDenied: () => Promise.resolve(options.isDenied ?? false),
    onMessage: (_, id) => seen.push(id),
    onStatus: (status) => said.push(status),
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    now: () => now,
    random: () => 1,
  });
  return { link, asked, seen, said, slept };
}

const dropped: StreamEnd = { code: null };

test("resumes after the last message it saw, and begins the delays anew once it worked", async () => {
  const { link, asked, seen, said, slept } = linkOver([
    { ids: [], end: dropped },
    { ids: [], end: dropped },
    { ids: ["b:1", "b:2"], end: dropped },
    { ids: ["b:3"], end: { code: "SERVICE_UNAVAILABLE" } },
  ]);
  await link.run(null);
  expect(asked).toEqual([null, null, null, "b:2", "b:3"]);
  expect(seen).toEqual(["b:1", "b:2", "b:3"]);
  expect(slept).toEqual([250, 500, 250, 250]);
  expect(said).toEqual([
    "connecting",
    "connecting",
    "connecting",
    "live",
    "reconnecting",
    "live",
    "reconnecting",
  ]);
});

test("stops where it may not read, whether the stream says so or a plain call does", async () => {
  const named = linkOver([{ ids: ["b:1"], end: { code: "UNAUTHORIZED" } }]);
  await named.link.run(null);
  expect(named.said.at(-1)).toBe("denied");
  const asked = linkOver([{ ids: [], end: dropped }], { isDenied: true });
  await asked.link.run(null);
  expect(asked.said.at(-1)).toBe("denied");
});

test("says that it is disconnected after half a minute, and goes on trying", async () => {
  const { link, said, asked } = linkOver(
    Array.from({ length: 12 }, () => ({ ids: [], end: dropped })),
  );
  await link.run("b:1");
  expect(said[0]).toBe("reconnecting");
  expect(said.at(-1)).toBe("failed");
  expect(asked).toHaveLength(13);
});

test("delays double up to a bound, and are never less than half of that", () => {
  expect(backoffMs(0, 0)).toBe(backoff.firstMs / 2);
  expect(backoffMs(3, 1)).toBe(2_000);
  expect(backoffMs(30, 1)).toBe(backoff.longestMs);
});
