/** A share of 0…1: `0 %`, `2.5 %`, `91 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} %`;
}
