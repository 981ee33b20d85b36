/** Things in the order of their time: the one with the least is first. */
export class ScriptHeap<T extends { readonly at: number }> {
  readonly #items: T[] = [];

  get first(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || parent.at <= item.at) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  /** Into the place at the top, which is free. */
  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let least = items[below];
      const right = items[below + 1];
      if (least === undefined) break;
      if (right !== undefined && right.at < least.at) {
        least = right;
        below += 1;
      }
      if (least.at >= item.at) break;
      items[at] = least;
      at = below;
    }
    items[at] = item;
  }
}
