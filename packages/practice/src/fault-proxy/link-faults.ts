/** Where connections lead. */
export interface Target {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  readonly port: number;
}

/** What is wrong with the way between the two ends of a connection; nothing unless told. */
export interface LinkFaults {
  /**
   * Nothing gets through in either direction and neither end is told, whatever the other does: a
   * half-open connection. What is sent meanwhile waits, as TCP would send it again, and goes on
   * once this ends.
   */
  readonly silent?: boolean;
  /** How much later everything arrives. */
  readonly delayMs?: number;
  /** So much later still at most, drawn from the seed; the order stays. */
  readonly jitterMs?: number;
  /** For each direction of each connection. */
  readonly bytesPerSecond?: number;
  /** Whatever is sent arrives in pieces of 1 to so many bytes, drawn from the seed. */
  readonly splitBytes?: number;
}

/** Throws a RangeError for faults that no link can have. */
export function checkLinkFaults(faults: LinkFaults): LinkFaults {
  const { delayMs = 0, jitterMs = 0, bytesPerSecond = 1, splitBytes = 1 } = faults;
  if (!(delayMs >= 0) || !(jitterMs >= 0)) throw new RangeError("A delay cannot be negative.");
  if (!(bytesPerSecond > 0)) throw new RangeError("bytesPerSecond has to be above 0.");
  if (!(splitBytes >= 1)) throw new RangeError("splitBytes has to be 1 or more.");
  return faults;
}
