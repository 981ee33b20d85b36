import { Random } from "../../../random.ts";
import { tokenize } from "../../reply/tokenizer.ts";

// So many places of the vector tell of a token: few enough that other words seldom share them all.
const PLACES_PER_TOKEN = 8;

/**
 * A vector of length 1 for a text: the same text always gives the same one, and texts that share
 * words lie close (feature hashing with signs, Weinberger et al., ICML 2009).
 */
export function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const token of tokenize(text.toLowerCase())) {
    const random = new Random(hash(token.trim()));
    for (let place = 0; place < PLACES_PER_TOKEN; place += 1) {
      const index = random.below(dimensions);
      vector[index] = (vector[index] ?? 0) + (random.chance(0.5) ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector);
  // Signs may cancel each other out, in few dimensions at least; a vector has a direction all the same.
  if (length === 0) return vector.fill(1 / Math.sqrt(dimensions));
  return vector.map((value) => value / length);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
