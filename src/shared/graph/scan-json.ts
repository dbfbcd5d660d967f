/** What makes a JSON text unfit to be parsed at all. */
export type JsonProblem = 'too-deep' | 'duplicate-key'

/**
 * One pass over a JSON text before it is parsed, for what the parser itself does not refuse: nesting that would
 * fill the memory, and keys that stand twice, of which it would silently take the last. It need not notice
 * other errors: the parser does.
 */
export function scanJson(text: string, maxDepth: number): JsonProblem | undefined {
  /** Keys seen in each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? new Set() : undefined)
      if (open.length > maxDepth) return 'too-deep'
    } else if (letter === '}' || letter === ']') open.pop()
    else if (letter === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keys !== undefined && isKey(text, end + 1)) {
        const key = keyOf(text.slice(at, end + 1))
        if (keys.has(key)) return 'duplicate-key'
        keys.add(key)
      }
      at = end
    }
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at === -1 ? text.length : at
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let count = 0
  while (text[at - 1 - count] === '\\') count++
  return count % 2 === 1
}

function isKey(text: string, after: number): boolean {
  let at = after
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return text[at] === ':'
}

/** “\u0061” and “a” are one key. */
function keyOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}
