/**
 * From a positive number to the cell that counts it, and back.
 *
 * The idea is DDSketch's (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch
 * with relative-error guarantees", VLDB 2019): cells whose bounds grow by a constant factor γ, so
 * that a cell's middle is within α = (γ − 1) / (γ + 1) of whatever fell into it.
 *
 * The logarithm is read off the float64: with x = 2^e · (1 + s), 0 ≤ s < 1,
 *
 *     g(x) = e + 6/35 s³ − 3/5 s² + 10/7 s        cell = ⌊36 · g(x)⌋
 *
 * which is the cubic interpolation of log2 that DDSketch's own libraries use. Its steepness
 * dg / d ln x = (1 + s) · (18/35 s² − 6/5 s + 10/7) is never below 10/7, so one cell spans at most
 * ln γ = 7 / (10 · 36), and α = tanh(7 / (20 · 36)) = 0.972 %. Only the upper 20 bits of s are
 * read, which adds 2^-20.
 */
export const CELLS_PER_OCTAVE = 36;
const FIRST_EXPONENT = -20;
const OCTAVES = 64;

/** Number of cells there are: the bound of a sketch's size. */
export const CELLS: number = CELLS_PER_OCTAVE * OCTAVES;

/** The bound of the relative error inside [LOWEST, HIGHEST). */
export const RELATIVE_ERROR: number = Math.tanh(7 / (20 * CELLS_PER_OCTAVE)) + 2 ** -20;

/** Smallest value told apart, 2^-20 (about 1e-6): what is smaller counts in the first cell. */
export const LOWEST: number = 2 ** FIRST_EXPONENT;

/** First value not told apart, 2^44 (about 1.8e13): what is larger counts in the last cell. */
export const HIGHEST: number = 2 ** (FIRST_EXPONENT + OCTAVES);

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const FIRST_BIASED = 1023 + FIRST_EXPONENT;

function interpolate(s: number): number {
  return ((6 / 35) * s - 3 / 5) * s * s + (10 / 7) * s;
}

/** The cell of a value above 0. Never out of bounds: the ends take what lies beyond them. */
export function cellOf(value: number): number {
  float[0] = value;
  const high = words[HIGH_WORD] ?? 0;
  const octave = (high >>> 20) - FIRST_BIASED;
  if (octave < 0) return 0;
  if (octave >= OCTAVES) return CELLS - 1;
  const s = (high & 0xfffff) * 2 ** -20;
  return octave * CELLS_PER_OCTAVE + ((interpolate(s) * CELLS_PER_OCTAVE) | 0);
}

/** s for which interpolate(s) = y, by halving: g has no closed inverse worth having. */
function invert(y: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 54; step++) {
    const middle = (low + high) / 2;
    if (interpolate(middle) < y) low = middle;
    else high = middle;
  }
  return high;
}

function representatives(): Float64Array {
  const values = new Float64Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const step = cell % CELLS_PER_OCTAVE;
    const low = 1 + invert(step / CELLS_PER_OCTAVE);
    const high = 1 + invert((step + 1) / CELLS_PER_OCTAVE);
    const octave = FIRST_EXPONENT + (cell - step) / CELLS_PER_OCTAVE;
    values[cell] = 2 ** octave * ((2 * low * high) / (low + high));
  }
  return values;
}

const REPRESENTATIVES = representatives();

/** The value a cell stands for: as far, in proportion, from its lower bound as from its upper. */
export function valueOf(cell: number): number {
  return REPRESENTATIVES[cell] ?? 0;
}
