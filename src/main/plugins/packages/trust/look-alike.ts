/** Letters and pairs that are taken for one another at a glance. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[1il|]/g, 'l'],
  [/0/g, 'o'],
  [/5/g, 's'],
  [/[._-]/g, ''],
]

/** Names so short are near to one another by chance. */
const SHORTEST = 6

/** The plugin that another id could be taken for: it looks the same, or is one slip of the fingers away. */
export function looksLike(id: string, others: Iterable<string>): string | undefined {
  for (const other of others) {
    if (other === id) continue
    if (skeleton(other) === skeleton(id)) return other
    const isLong = Math.min(id.length, other.length) >= SHORTEST
    if (isLong && !endsInNumber(id, other) && isOneSlip(id, other)) return other
  }
  return undefined
}

function skeleton(id: string): string {
  return ALIKE.reduce((text, [pattern, letter]) => text.replace(pattern, letter), id)
}

/** `reverb-2` beside `reverb-3` is a row, not a trap. */
function endsInNumber(one: string, other: string): boolean {
  return one.replace(/\d+$/, '') === other.replace(/\d+$/, '')
}

/** One letter more, less, other, or two that changed places. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let start = 0
  while (start < short.length && short[start] === long[start]) start++
  if (short.length < long.length) return short.slice(start) === long.slice(start + 1)
  const isOther = short.slice(start + 1) === long.slice(start + 1)
  const isTurned =
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    short.slice(start + 2) === long.slice(start + 2)
  return isOther || isTurned
}
