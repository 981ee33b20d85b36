import { z } from "zod";
import { epochMs, ms } from "./words.ts";

/** A window that ends now, or at a moment: its length, and where it ends. */
export function windowInput(defaultMs: number) {
  return z
    .strictObject({
      windowMs: ms
        .min(1_000)
        .max(366 * 86_400_000)
        .default(defaultMs),
      /** The window's end; now unless told. */
      at: epochMs.optional(),
    })
    .prefault({});
}
