/** Sizes from small to large. */
export const SIZES = ["S", "M", "L"];

/** Rank of a size, or -1 when there is no such size. */
export function rankOf(size) {
  return SIZES.indexOf(size);
}
