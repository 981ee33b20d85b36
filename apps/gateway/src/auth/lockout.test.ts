import { ipV4, ipV6, assert, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalAddress, Lockout } from "./lockout.ts";

describe("the lockout", () => {
  test("slides: no minute holds more than ten failures", () => {
    const lockout = new Lockout();
    let tried: number[] = [];
    for (let now = 0; now < 300_000; now += 500) {
      if (lockout.waitMs("a", now) > 0) continue;
      lockout.fail("a", now);
      tried = [...tried.filter((at) => at > now - 60_000), now];
      expect(tried.length).toBeLessThanOrEqual(10);
    }
    expect(tried.length).toBe(10);
  });

  test("forgets the one that failed longest ago beyond its bound, and counts it", () => {
    const lockout = new Lockout(2);
    for (let i = 0; i < 10; i++) lockout.fail("a", 1);
    lockout.fail("b", 2);
    lockout.fail("a", 3);
    lockout.fail("c", 4);
    expect(lockout.forgotten).toBe(1);
    expect(lockout.waitMs("a", 5)).toBeGreaterThan(0);
    lockout.fail("d", 5);
    expect(lockout.forgotten).toBe(2);
    expect(lockout.waitMs("a", 5)).toBe(0);
  });

  test("a clock that is set back locks nobody out for longer", () => {
    const lockout = new Lockout();
    for (let i = 0; i < 10; i++) lockout.fail("a", 3_600_000);
    expect(lockout.waitMs("a", 0)).toBe(0);
  });
});

describe("an address", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:0201", "192.0.2.1"],
    ["fe80::1%eth0", "fe80::1"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["::1", "::1"],
    ["nonsense", "nonsense"],
    ["", ""],
  ])("%s is %s", (address, canonical) => {
    expect(canonicalAddress(address)).toBe(canonical);
  });

  test("its canonical form is its own, and IPv4 within IPv6 is IPv4", () => {
    assert(
      property(ipV4(), (address) => {
        expect(canonicalAddress(`::ffff:${address}`)).toBe(canonicalAddress(address));
      }),
    );
    assert(
      property(ipV6(), (address) => {
        const once = canonicalAddress(address);
        expect(canonicalAddress(once)).toBe(once);
      }),
    );
  });
});
