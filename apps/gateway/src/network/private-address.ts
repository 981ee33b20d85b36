import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";

/**
 * Loopback, private, link-local, shared, metadata and other addresses that nothing public has, and those that
 * carry another one within them. Source: the special-purpose address registries of IANA.
 */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  // For documentation; then the relays of 6to4, which anyone may have been.
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  notPublic.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  // The unspecified one, loopback, and IPv4 in its oldest disguise; then those that carry one.
  ["::", 96],
  ["::ffff:0:0:0", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  // To be thrown away, and a dummy.
  ["100::", 64],
  ["100:0:0:1::", 64],
  // For protocols: Teredo, benchmarks, overlays, and what is left of it.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  notPublic.addSubnet(network, prefix, "ipv6");
}

/** The IP address that a URL names itself, or null where it has a name that is looked up. */
export function literalAddressOf({ hostname }: URL): string | null {
  const host = hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? null : host;
}

/** Whether only someone with `allowPrivate` may call this address. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return notPublic.check(address, family === 4 ? "ipv4" : "ipv6");
}

/**
 * A host is at an address that it may not have. Which one is not told: what a name leads to within a
 * network is not everybody's to know.
 */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";

  constructor(host: string) {
    super(
      `${host} is at a private address. If that is meant, set allowPrivate: true for it in the config.`,
    );
  }
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  addresses: string | LookupAddress[],
  family?: number,
) => void;

/**
 * A name look-up that answers with public addresses alone. The connection is made to the address
 * that was checked here, so a name that changes between check and use gains nothing.
 */
export function publicLookup(host: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(new PrivateAddressError(host), []);
      return;
    }
    const [only] = addresses;
    if (options.all === true || only === undefined) callback(null, addresses);
    else callback(null, only.address, only.family);
  });
}
