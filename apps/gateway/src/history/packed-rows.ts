import { columns, type RowKind } from "./fields.ts";
import type { HistoryRow } from "./messages.ts";
import type { SqlValue } from "./sql-value.ts";

/**
 * Rows as they go from one thread to another. A message is copied value by value, and a batch has tens of thousands
 * of them, most of them numbers: here those are one piece of memory.
 */
export interface PackedRows {
  /** For each row its kind's place, and then what each of its values is. */
  readonly tags: Uint8Array;
  /** Those values that are numbers, in their order; so the others. */
  readonly numbers: Float64Array;
  readonly others: readonly Exclude<SqlValue, number | null>[];
}

const tag = { null: 0, number: 1, other: 2 } as const;
const kinds = Object.keys(columns) as readonly RowKind[];
const places = new Map(kinds.map((kind, place) => [kind, place]));
const valuesAtFirst = 4_096;

export const noRows: PackedRows = {
  tags: new Uint8Array(0),
  numbers: new Float64Array(0),
  others: [],
};

/** Packs row after row. */
export class RowPacker {
  #tags = new Uint8Array(valuesAtFirst);
  #numbers = new Float64Array(valuesAtFirst);
  #tagged = 0;
  #counted = 0;
  readonly #others: Exclude<SqlValue, number | null>[] = [];

  add([kind, values]: HistoryRow): void {
    this.#makeRoom(values.length + 1);
    this.#tags[this.#tagged++] = places.get(kind) ?? 0;
    for (const value of values) {
      if (value === null) this.#tags[this.#tagged++] = tag.null;
      else if (typeof value === "number") {
        this.#tags[this.#tagged++] = tag.number;
        this.#numbers[this.#counted++] = value;
      } else {
        this.#tags[this.#tagged++] = tag.other;
        this.#others.push(value);
      }
    }
  }

  packed(): PackedRows {
    return {
      tags: this.#tags.slice(0, this.#tagged),
      numbers: this.#numbers.slice(0, this.#counted),
      others: this.#others,
    };
  }

  #makeRoom(values: number): void {
    if (this.#tagged + values > this.#tags.length) {
      const tags = new Uint8Array(2 * this.#tags.length + values);
      tags.set(this.#tags);
      this.#tags = tags;
    }
    if (this.#counted + values > this.#numbers.length) {
      const numbers = new Float64Array(2 * this.#numbers.length + values);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
  }
}

export function packRows(rows: Iterable<HistoryRow>): PackedRows {
  const packer = new RowPacker();
  for (const row of rows) packer.add(row);
  return packer.packed();
}

/** The rows again, one after the other. */
export function* unpackRows({ tags, numbers, others }: PackedRows): Generator<HistoryRow> {
  let at = 0;
  let number = 0;
  let other = 0;
  while (at < tags.length) {
    const kind = kinds[tags[at++] ?? 0];
    if (kind === undefined) throw new TypeError("Packed rows name a kind that there is not.");
    const values = columns[kind].map((): SqlValue => {
      const what = tags[at++];
      if (what === tag.number) return numbers[number++] ?? null;
      return what === tag.other ? (others[other++] ?? null) : null;
    });
    yield [kind, values];
  }
}
