/** What traffic is told apart by. A model's value is `provider/model`. */
export const DIMENSIONS = [
  "node",
  "channel",
  "client",
  "agent",
  "provider",
  "model",
  "tool",
  "errorKind",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

export function isDimension(value: unknown): value is Dimension {
  return DIMENSIONS.some((dimension) => dimension === value);
}

/** Values told apart per dimension, each a series. */
export type SeriesLimits = Readonly<Record<Dimension, number>>;

/** The value that counts what a full table no longer tells apart. */
export const OTHER = "other";

/** All series together, the whole and every dimension's `other` included, never exceed this. */
export const MAX_SERIES = 500;

/**
 * 480 values, and with the whole and eight times `other` 489 series. Each dimension has a share of
 * its own, so that a flood of clients can't take the models' place.
 */
export const SERIES_LIMITS: SeriesLimits = {
  node: 8,
  channel: 16,
  client: 128,
  agent: 64,
  provider: 24,
  model: 144,
  tool: 64,
  errorKind: 32,
};
