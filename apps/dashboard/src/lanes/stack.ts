/** A stretch of time; `to` is infinite while it goes on. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which of how many shelves a stretch lies on. */
export interface Shelf {
  readonly index: number;
  readonly count: number;
}

/** Two stretches that touch by less than this are told one after the other. */
const touchMs = 20;

/**
 * Puts stretches that overlap on shelves of their own, as few as will do. Those that overlap nothing
 * keep the whole height: the count is that of their own cluster. The input must be sorted by `from`.
 */
export function stack(stretches: readonly Stretch[]): Shelf[] {
  const shelves: Shelf[] = [];
  let indices: number[] = [];
  let freeAt: number[] = [];
  let clusterEnd = Number.NEGATIVE_INFINITY;

  const closeCluster = () => {
    for (const index of indices) shelves.push({ index, count: freeAt.length });
    indices = [];
    freeAt = [];
  };

  for (const { from, to } of stretches) {
    if (from >= clusterEnd - touchMs) closeCluster();
    const free = freeAt.findIndex((at) => from >= at - touchMs);
    const index = free === -1 ? freeAt.length : free;
    freeAt[index] = to;
    indices.push(index);
    clusterEnd = Math.max(clusterEnd, to);
  }
  closeCluster();
  return shelves;
}
