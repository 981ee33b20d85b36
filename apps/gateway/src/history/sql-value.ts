/** What a column takes. */
export type SqlValue = string | number | bigint | Uint8Array | null;

/** A column, and where its value comes from. */
export type Field<Source> = readonly [column: string, valueOf: (source: Source) => SqlValue];

export function namesOf<Source>(fields: readonly Field<Source>[]): readonly string[] {
  return fields.map(([column]) => column);
}

export function valuesOf<Source>(fields: readonly Field<Source>[], source: Source): SqlValue[] {
  return fields.map(([, valueOf]) => valueOf(source));
}
