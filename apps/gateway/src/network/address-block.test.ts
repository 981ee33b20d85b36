import { expect, test } from "vitest";
import { addressBlock } from "./address-block.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:DB8:0:7:1:2:3:4", "2001:db8:0:7::/64"],
  ["2001:db8:0:7::1", "2001:db8:0:7::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["not an address", "not an address"],
  ["", ""],
])("%s is of %s", (address, block) => {
  expect(addressBlock(address)).toBe(block);
});

test("what is no address, and has more colons than one, is of itself", () => {
  expect(() => addressBlock("a:b:c:d:e:f:g:h:i:j")).not.toThrow();
});
