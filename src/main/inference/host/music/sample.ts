/** How a code is chosen. */
export interface Sampling {
  /** How far it goes from what the model says without the text to what it says with it, and beyond. */
  readonly guidance: number
  /** Of so many of the likeliest; one takes the likeliest. */
  readonly topK: number
}

/**
 * Chooses the next code of one codebook. `logits` holds the eight rows of a step: four codebooks with the text, then four
 * without (classifier-free guidance). Undefined where the model answered with what is no number.
 */
export function sample(
  logits: Float32Array,
  codes: number,
  book: number,
  { guidance, topK }: Sampling,
  chance: number,
): number | undefined {
  const withText = logits.subarray(book * codes, (book + 1) * codes)
  const without = logits.subarray((book + 4) * codes, (book + 5) * codes)
  const scores = new Float32Array(codes)
  let best = 0
  for (let code = 0; code < codes; code++) {
    const free = without[code] ?? 0
    scores[code] = free + ((withText[code] ?? 0) - free) * guidance
    if ((scores[code] ?? 0) > (scores[best] ?? 0)) best = code
  }
  const highest = scores[best] ?? Number.NaN
  if (!Number.isFinite(highest)) return undefined
  return topK <= 1 ? best : draw(scores, highest, Math.min(topK, codes), chance)
}

/** Draws by likelihood (softmax) among the `topK` highest; of equal ones at the edge the first count. */
function draw(scores: Float32Array, highest: number, topK: number, chance: number): number {
  const sorted = scores.toSorted()
  const least = sorted[sorted.length - topK] ?? highest
  let equals = topK - (sorted.length - upperBound(sorted, least))
  const kept = new Uint32Array(topK)
  const parts = new Float64Array(topK)
  let count = 0
  let sum = 0
  for (let code = 0; code < scores.length; code++) {
    const score = scores[code] ?? 0
    if (!(score >= least) || (score === least && equals <= 0)) continue
    if (score === least) equals -= 1
    const part = Math.exp(score - highest)
    kept[count] = code
    parts[count] = part
    count += 1
    sum += part
  }
  let left = chance * sum
  for (let index = 0; index < count; index++) {
    left -= parts[index] ?? 0
    if (left < 0) return kept[index] ?? 0
  }
  return kept[count - 1] ?? 0
}

/** How many of a sorted list are at most `value`. */
function upperBound(sorted: Float32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * A number from 0 to 1 that depends on where it is drawn alone, so that whoever goes on after an interruption draws the
 * same: the seed and the place through the finaliser of MurmurHash3 (Appleby), twice.
 */
export function chanceAt(seed: number, window: number, step: number, book: number): number {
  const place = mix(Math.imul(window + 1, 0x9e_37_79_b1) ^ (step * 4 + book))
  return mix((seed ^ place) >>> 0) / 2 ** 32
}

function mix(value: number): number {
  let h = (value + 0x6d_2b_79_f5) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85_eb_ca_6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2_b2_ae_35)
  return (h ^ (h >>> 16)) >>> 0
}
