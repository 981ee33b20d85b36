interface Window {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** For `refine`, of what has a window: one that ends before it begins is a mistake, and no empty answer. */
export function isForward({ from, to }: Window): boolean {
  return from === undefined || to === undefined || from <= to;
}
export const backward = "from lies after to";
