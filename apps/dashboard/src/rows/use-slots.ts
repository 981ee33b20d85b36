import { useState } from "react";
import { Slots, type SlotsOptions } from "./slots.ts";

/** For the rows with these keys, in their order, which of them to draw where: see `Slots`. */
export function useSlots(keys: readonly string[], options?: SlotsOptions): readonly string[] {
  const [slots] = useState(() => new Slots(options));
  return slots.of(keys);
}
