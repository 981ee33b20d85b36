/**
 * From a positive number to the cell that counts it, and back.
 *
 * The idea is DDSketch's (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch
 * with relative-error guarantees", VLDB 2019): cells whose bounds grow by a constant factor γ, so
 * that a cell's middle, 2·low·high / (low + high), is within α = (γ − 1) / (γ + 1) of whatever fell
 * into it.
 *
 * With x = 2^e · (1 + s), 0 ≤ s < 1, as float64 stores it,
 *
 *     cell = 36 · (e + 20) + ⌊36 · log2(1 + s)⌋
 *
 * so γ = 2^(1/36) and α = 0.963 %. The logarithm is a table over the upper 11 bits of s, which moves
 * each cell's bounds to the next of 2,048 steps; RELATIVE_ERROR is the widest cell that results.
 */
const PER_OCTAVE = 36;
const FIRST_EXPONENT = -20;
const OCTAVES = 64;
const STEPS = 2048;

const LAST_CELL = PER_OCTAVE * OCTAVES - 1;

// The hot path reads constants of its own module alone: an exported one costs a lookup each time.
export const CELLS_PER_OCTAVE: number = PER_OCTAVE;

/** Number of cells there are: the bound of a sketch's size. */
export const CELLS: number = LAST_CELL + 1;

/** Smallest value told apart, 2^-20 (about 1e-6): what is smaller counts in the first cell. */
export const LOWEST: number = 2 ** FIRST_EXPONENT;

/** First value not told apart, 2^44 (about 1.8e13): what is larger counts in the last cell. */
export const HIGHEST: number = 2 ** (FIRST_EXPONENT + OCTAVES);

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH_WORD = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;
const FIRST_BIASED = 1023 + FIRST_EXPONENT;

/** Cell within the octave by the upper 11 bits of s, each step counting as its middle. */
const CELL_OF_STEP = Uint8Array.from({ length: STEPS }, (_, step) =>
  Math.floor(CELLS_PER_OCTAVE * Math.log2(1 + (step + 0.5) / STEPS)),
);

function cellOfHighWord(high: number): number {
  const octave = (high >>> 20) - FIRST_BIASED;
  if (octave < 0) return 0;
  if (octave >= OCTAVES) return LAST_CELL;
  return octave * PER_OCTAVE + (CELL_OF_STEP[(high >>> 9) & (STEPS - 1)] ?? 0);
}

/** The cell of a value above 0. Never out of bounds: the ends take what lies beyond them. */
export function cellOf(value: number): number {
  float[0] = value;
  return cellOfHighWord(words[HIGH_WORD] ?? 0);
}

/** The cell of values[at], for callers to whom a float handed over would be boxed. */
export function cellAt(values: Float64Array, at: number): number {
  float[0] = values[at] ?? 0;
  return cellOfHighWord(words[HIGH_WORD] ?? 0);
}

/** Lower bounds of the cells of the octave from 1 to 2, and 2. */
const BOUNDS = Array.from({ length: CELLS_PER_OCTAVE + 1 }, (_, cell) => {
  const step = CELL_OF_STEP.findIndex((own) => own >= cell);
  return step < 0 ? 2 : 1 + step / STEPS;
});

/** The smallest value that counts in a cell. */
export function lowerBoundOf(cell: number): number {
  const exponent = FIRST_EXPONENT + Math.floor(cell / CELLS_PER_OCTAVE);
  return 2 ** exponent * (BOUNDS[cell % CELLS_PER_OCTAVE] ?? 1);
}

function widestError(): number {
  const errors = BOUNDS.slice(1).map((high, cell) => {
    const low = BOUNDS[cell] ?? 1;
    return (high - low) / (high + low);
  });
  return Math.max(...errors);
}

/** The bound of the relative error inside [LOWEST, HIGHEST): below 1 %. */
export const RELATIVE_ERROR: number = widestError();

function middles(): Float64Array {
  return Float64Array.from({ length: CELLS }, (_, cell) => {
    const own = cell % CELLS_PER_OCTAVE;
    const low = BOUNDS[own] ?? 1;
    const high = BOUNDS[own + 1] ?? 2;
    const exponent = FIRST_EXPONENT + (cell - own) / CELLS_PER_OCTAVE;
    return 2 ** exponent * ((2 * low * high) / (low + high));
  });
}

const MIDDLES = middles();

/** The value a cell stands for: as far, in proportion, from its lower bound as from its upper. */
export function valueOf(cell: number): number {
  return MIDDLES[cell] ?? 0;
}
