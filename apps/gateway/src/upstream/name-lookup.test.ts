import type { LookupAddress } from "node:dns";
import { describe, expect, it, vi } from "vitest";
import { createNameLookup, nameTimeoutCode, type ResolveName } from "./name-lookup.ts";

const found: LookupAddress[] = [
  { address: "8.8.8.8", family: 4 },
  { address: "2606:4700::1111", family: 6 },
];

function look(
  resolve: ResolveName,
  { all = true, family = 0, allowPrivate = false, connectMs = 10_000 } = {},
) {
  const lookup = createNameLookup({ resolve, connectMs, allowPrivate });
  return new Promise<unknown>((done, fail) => {
    lookup("api.example", { all, family }, (error, addresses) => {
      if (error === null) done(addresses);
      else fail(error);
    });
  });
}

describe("a name", () => {
  it("is found with all of its addresses, or one, or those of a family", async () => {
    const resolve: ResolveName = (_, callback) => {
      callback(null, found);
    };
    expect(await look(resolve)).toEqual(found);
    expect(await look(resolve, { all: false })).toBe("8.8.8.8");
    expect(await look(resolve, { family: 6 })).toEqual([found[1]]);
  });

  it("that leads anywhere private is refused, and where it leads is not said", async () => {
    const resolve: ResolveName = (_, callback) => {
      callback(null, [...found, { address: "10.1.2.3", family: 4 }]);
    };
    const refused = look(resolve);
    await expect(refused).rejects.toThrow("api.example is at a private address");
    await expect(refused).rejects.not.toThrow("10.1.2.3");
    expect(await look(resolve, { allowPrivate: true })).toHaveLength(3);
  });

  it("that is not found is an error as it came", async () => {
    const error = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    await expect(
      look((_, callback) => {
        callback(error, []);
      }),
    ).rejects.toBe(error);
  });

  it("that takes too long fails in time, and is asked for once however many wait", async () => {
    vi.useFakeTimers();
    try {
      const resolve = vi.fn<ResolveName>();
      const lookup = createNameLookup({ resolve, connectMs: 10_000, allowPrivate: false });
      const failed: unknown[] = [];
      for (let index = 0; index < 50; index += 1) {
        lookup("api.example", { all: true }, (error) => failed.push(error));
      }
      await vi.advanceTimersByTimeAsync(4_999);
      expect(failed).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(1);
      expect(failed).toHaveLength(50);
      expect(failed[0]).toMatchObject({ code: nameTimeoutCode });
      expect(resolve).toHaveBeenCalledTimes(1);
      // What comes after all is nobody's any more.
      resolve.mock.calls[0]?.[1](null, found);
      lookup("api.example", { all: true }, () => {});
      expect(resolve).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
