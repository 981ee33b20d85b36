import { useState } from "react";
import { Slots } from "./slots.ts";

/** For the rows with these keys, in their order, which of them to draw where: see `Slots`. */
export function useSlots(keys: readonly string[], areHandedOn = false): readonly string[] {
  const [slots] = useState(() => new Slots());
  return slots.of(keys, areHandedOn);
}
