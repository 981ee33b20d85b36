import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isPrivateAddress, PrivateAddressError } from "../network/private-address.ts";

/** The code of the error of a look-up that took too long. */
export const nameTimeoutCode = "ESIGNALBOX_NAME_TIMEOUT";

/** A name that is not found by then fails; a whole connection has more time. */
const maxLookupMs = 5_000;

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  addresses: string | LookupAddress[],
  family?: number,
) => void;

/** All addresses of a name. The system's own look-up, unless a test has another. */
export type ResolveName = (
  host: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const systemResolve: ResolveName = (host, callback) => {
  lookup(host, { all: true }, callback);
};

export interface NameLookupOptions {
  readonly resolve: ResolveName;
  readonly connectMs: number;
  readonly allowPrivate: boolean;
}

/** Who waits for a look-up; who has waited too long is taken out. */
type Waiting = Set<LookupCallback>;

class NameTimeoutError extends Error {
  override readonly name = "NameTimeoutError";
  readonly code = nameTimeoutCode;
}

/**
 * A name look-up for one provider's connections. It ends in time, whatever the name server does, and
 * asks once however many connections wait: the system's look-up can't be called off and holds one of
 * the few threads that files are read with, too. The connection is made to the address that was
 * checked here, so a name that changes between check and use gains nothing.
 */
export function createNameLookup({ resolve, connectMs, allowPrivate }: NameLookupOptions) {
  const pending = new Map<string, Waiting>();
  // Before the connection's own deadline, which does not say what it waited for.
  const timeoutMs = Math.min(maxLookupMs, connectMs * 0.8);

  const join = (host: string, take: LookupCallback): Waiting => {
    const known = pending.get(host);
    const waiting: Waiting = known ?? new Set();
    waiting.add(take);
    if (known !== undefined) return known;
    pending.set(host, waiting);
    resolve(host, (error, addresses) => {
      pending.delete(host);
      for (const callback of waiting) callback(error, addresses);
    });
    return waiting;
  };

  return (host: string, options: LookupOptions, callback: LookupCallback): void => {
    const finish: LookupCallback = (error, addresses, family) => {
      clearTimeout(timer);
      callback(error, addresses, family);
    };
    const take: LookupCallback = (error, found) => {
      if (error !== null || typeof found === "string") {
        finish(error, []);
        return;
      }
      const fits = found.filter(({ family }) => fitsFamily(family, options.family));
      if (!allowPrivate && fits.some(({ address }) => isPrivateAddress(address))) {
        finish(new PrivateAddressError(host), []);
        return;
      }
      const [only] = fits;
      if (options.all === true || only === undefined) finish(null, fits);
      else finish(null, only.address, only.family);
    };
    const timer = setTimeout(() => {
      waiting.delete(take);
      finish(new NameTimeoutError(`the name ${host} was not found in ${timeoutMs} ms`), []);
    }, timeoutMs);
    const waiting = join(host, take);
  };
}

function fitsFamily(family: number, wanted: LookupOptions["family"]): boolean {
  if (wanted === 4 || wanted === "IPv4") return family === 4;
  if (wanted === 6 || wanted === "IPv6") return family === 6;
  return true;
}
