import { expect, test } from "vitest";
import { openState } from "../../state/index.ts";
import { temporaryDirectory } from "../../state/testing/temporary-directory.ts";
import { maxNewNames, ToolPins } from "./tool-pins.ts";

async function openPins() {
  await using cleanup = new AsyncDisposableStack();
  const directory = cleanup.use(await temporaryDirectory());
  const state = cleanup.use(await openState({ dataDir: directory.path, now: () => 0 }));
  const troubles: unknown[] = [];
  let at = 0;
  const open = async () => {
    const onTrouble = (error: unknown) => troubles.push(error);
    const pins = new ToolPins({ store: state.approvals, now: () => (at += 1), onTrouble });
    await pins.load();
    return pins;
  };
  const owned = cleanup.move();
  return { open, troubles, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const page = (server: string, from: number, count = 200) =>
  Array.from({ length: count }, (_, index) => ({ tool: `${server}.t${from + index}`, hash: "h" }));

test("a server that comes with ever new names gets so many, and wipes nothing of others", async () => {
  await using setup = await openPins();
  const pins = await setup.open();
  await pins.addNew("docs", [{ tool: "docs.search", hash: "a" }]);
  await pins.approve("docs.search", "b", "ada");
  await pins.addNew("mail", [{ tool: "mail.send", hash: "c" }]);
  let approved = 0;
  for (let from = 0; from < 30_000; from += 200) {
    approved += (await pins.addNew("evil", page("evil", from))).length;
  }
  expect(approved).toBe(maxNewNames);
  for (const one of [pins, await setup.open()]) {
    expect(one.hashOf("docs.search")).toBe("b");
    expect(one.hashOf("mail.send")).toBe("c");
    expect(one.hashOf("evil.t0")).toBe("h");
    expect(one.hashOf(`evil.t${maxNewNames}`)).toBeUndefined();
    // What there was is counted after a restart too.
    expect(await one.addNew("evil", [{ tool: "evil.more", hash: "h" }])).toEqual([]);
  }
  expect(setup.troubles).toEqual([]);
});

test("many servers together leave room for what people approve", async () => {
  await using setup = await openPins();
  const pins = await setup.open();
  const servers = Array.from({ length: 25 }, (_, index) => `s${index}`);
  let approved = 0;
  for (const server of servers) {
    approved += (await pins.addNew(server, page(server, 0, maxNewNames))).length;
  }
  expect(approved).toBe(18_000);
  await pins.approve("s24.t1", "h", "ada");
  for (let index = 0; index < 1_999; index += 1) {
    await pins.approve(`s24.more${index}`, "h", "ada");
  }
  await expect(pins.approve("s24.last", "h", "ada")).rejects.toMatchObject({ code: "conflict" });
  const again = await setup.open();
  expect([again.hashOf("s0.t0"), again.hashOf("s24.t1")]).toEqual(["h", "h"]);
});
