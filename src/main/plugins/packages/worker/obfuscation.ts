/**
 * How much code hides what it does, from 0 to 100: the sum of what tells written code from made code, each sign with
 * its most. Bundled code is not minified by Wireharp, so its lines are those of its author.
 */
export function obfuscationOf(text: string): number {
  const length = Math.max(1, text.length)
  const lines = text.split('\n')
  const inLong = lines.reduce((sum, line) => sum + (line.length > 500 ? line.length : 0), 0)
  const escapes = count(text, /\\x[0-9a-f]{2}|\\u[0-9a-f]{4}/gi)
  const hexNames = count(text, /\b_0x[0-9a-f]+\b/gi)
  const names = [...text.matchAll(/\b[A-Za-z_$][\w$]*\b/g)].map(([name]) => name)
  const short = names.filter(name => name.length <= 2).length / Math.max(1, names.length)
  const blobs = [...text.matchAll(/["'`]([A-Za-z0-9+/=_-]{200,})["'`]/g)]
  const inBlobs = blobs.reduce((sum, [, blob = '']) => sum + blob.length, 0)
  const joined = count(text, /\bfromCharCode\b|\batob\b|\bunescape\b/g)
  const score =
    30 * part(inLong / length, 0.5) +
    25 * part((escapes * 4) / length, 0.1) +
    40 * part(hexNames / Math.max(1, names.length), 0.05) +
    15 * part(Math.max(0, short - 0.35), 0.35) +
    25 * part(inBlobs / length, 0.3) +
    10 * part(joined, 3)
  return Math.min(100, Math.round(score))
}

function part(value: number, whole: number): number {
  return Math.min(1, value / whole)
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
