/**
 * How well a query fits a text, or undefined where its letters are not all there in order. Higher is better:
 * letters side by side, at the start of words and early in the text count more.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const asked = spelling(query).trim()
  const wanted = asked.replaceAll(' ', '')
  const within = spelling(text)
  const whole = wholeAt(asked, within)
  if (whole >= 0) return 1000 - whole * 4 - within.length + (whole === 0 ? 200 : 0)
  let score = 0
  let at = -1
  for (const letter of wanted) {
    const next = within.indexOf(letter, at + 1)
    if (next < 0) return undefined
    score += next === at + 1 ? 12 : 0
    score += next === 0 || /[\s\-/_]/.test(within[next - 1] ?? '') ? 16 : 0
    score -= next - at
    at = next
  }
  return score - within.length * 0.1
}

/** As words are compared: “Equalizer” is the equaliser, “color” the colour. */
function spelling(text: string): string {
  const small = text.toLowerCase()
  const same = small.includes('z') ? small.replaceAll(/(?<=[a-z][iy])z(?=[aei])/g, 's') : small
  return same.includes('our') ? same.replaceAll(/(?<=[a-z])our/g, 'or') : same
}

/** Where the query stands in a text as it is, or where neither minds a hyphen: “low pass” and “lowpass” are “low-pass”. */
function wholeAt(query: string, text: string): number {
  const place = text.indexOf(query)
  // Most texts have none, and there may be thousands of them.
  if (place >= 0 || !(text.includes('-') || query.includes('-'))) return place
  const places = [' ', ''].map(hyphen =>
    text.replaceAll('-', hyphen).indexOf(query.replaceAll('-', hyphen)),
  )
  return places.find(found => found >= 0) ?? -1
}

/** Items that fit a query, best first; `texts` gives what may match, the first counting most. */
export function fuzzyFilter<Item>(
  items: readonly Item[],
  query: string,
  texts: (item: Item) => readonly string[],
): Item[] {
  if (query.trim() === '') return [...items]
  return items
    .flatMap(item => {
      const scores = texts(item).flatMap((text, place) => {
        const score = fuzzyScore(query, text)
        // A name is matched loosely; a description only counts where it holds the words themselves.
        return score === undefined || (place > 0 && score < 400) ? [] : [score - place * 300]
      })
      return scores.length === 0 ? [] : [{ item, score: Math.max(...scores) }]
    })
    .toSorted((a, b) => b.score - a.score)
    .map(hit => hit.item)
}
