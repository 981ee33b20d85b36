/** A fact's place in the one order over all starts of the gateway. */
export interface Place {
  /** The start's number in the file. */
  readonly boot: number;
  readonly seq: number;
}

const seqBits = 40n;
/** Beyond every fact's number: 2^40 − 1. */
export const lastSeq = 1_099_511_627_775;
/** Beyond every row's number: the largest that SQLite knows. */
export const beyondAll = 9_223_372_036_854_775_807n;

/** The number of the row that a fact made, which grows with the order. */
export function rowNumber({ boot, seq }: Place): bigint {
  return (BigInt(boot) << seqBits) | BigInt(seq);
}
