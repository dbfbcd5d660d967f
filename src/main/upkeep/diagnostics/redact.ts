/** What is known to be nobody else’s business, wherever it stands. */
export interface Private {
  /** Folders by what is said in their place: the user’s home, the app’s own. */
  readonly folders: readonly (readonly [path: string, word: string])[]
  /** Names of the user and of the machine. */
  readonly names: readonly (readonly [name: string, word: string])[]
  /** Tokens, keys, and what was asked of models. */
  readonly secrets: readonly string[]
}

/** Values under such names are left out, whatever they are. */
const secretKeys =
  /(token|secret|passw|api-?key|apikey|authorization|cookie|credential|session|private)|^(key|auth|pwd)$/i
/** What people write to models and of their songs, and whom the app speaks with. */
const ownKeys =
  /^(prompt|lyrics|words|query|title|artist|album|input|target|host|hostname|url|email|detail)$/i

const patterns: readonly (readonly [RegExp, string])[] = [
  [/\bfile:\/\/(?!<)[^\s"')]+/g, 'file://<path>'],
  [/\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  // Addresses keep what tells a kind of trouble from another: whether it is https, and this machine.
  [/\b(https?|wss?|git|ssh|ftp):\/\/(?!127\.0\.0\.1|localhost)[^\s"'<>\\)]+/gi, '$1://<host>'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 <secret>'],
  [
    /\b(token|key|secret|password|passwd|pwd|auth)(["']?\s*[=:]\s*["']?)[^\s"',;&}]+/gi,
    '$1$2<secret>',
  ],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<secret>'],
  [/\b(?:sk|pk|gh[opusr]|github_pat|glpat|hf|npm|xox[abprs])[-_][\w-]{12,}/g, '<secret>'],
  [/\bAKIA[0-9A-Z]{12,}/g, '<secret>'],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g, '<secret>'],
  [/\b[0-9a-f]{32,}\b/gi, '<hex>'],
  [/\b(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+/-]{32,}={0,2}/g, '<secret>'],
  // Folders that are no home’s: a drive of songs. The kind of file stays.
  [
    /(?<![\w<>:/.~])(?:[A-Za-z]:\\|\\\\)(?:[^\s"'<>|?*]+\\)*[^\s"'<>|?*\\.]*(\.\w{1,9})?/g,
    '<path>$1',
  ],
  [
    // Places in plugin.json are no folders.
    /(?<![\w<>/.~])\/(?!(?:nodes|tools|sensors|views|workflows|providers|models|permissions|requires|dependencies)\b)(?:[^\s/"'<>:,;)\]}]+(?: [^\s/"'<>:,;)\]}]+)*\/)+(?:[^\s"'<>:,;)\]}/.]+)?(\.\w{1,9})?/g,
    '<path>$1',
  ],
  [/\b(?!127\.0\.0\.1\b)(?:\d{1,3}\.){3}\d{1,3}\b/g, '<ip>'],
  [/\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b/gi, '<ip>'],
  [
    /\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|dev|app|cloud|local|lan|internal|home|corp|test|example|invalid|[a-z]{2}\.uk|de|fr|ch|at|eu|us|uk|jp|nl|se|ru|cn|br|ca|au)\b/gi,
    '<host>',
  ],
]

/** What takes everything private out of texts and values. */
export function redactor({ folders, names, secrets }: Private) {
  const known = [...secrets.map(secret => [secret, '<secret>'] as const), ...folders, ...names]
    .filter(([text]) => text.length >= 2)
    // The longest first: a folder of the app lies in the user’s home.
    .toSorted(([a], [b]) => b.length - a.length)
    .flatMap(([text, word]) => variantsOf(text).map(each => [matcher(each), word] as const))

  /** A text without anything private. */
  const text = (from: string): string => {
    const cleared = known.reduce((all, [pattern, word]) => all.replace(pattern, word), from)
    return patterns.reduce((all, [pattern, word]) => all.replace(pattern, word), cleared)
  }
  /** Plain data without it: names that say what they hold are believed. */
  const value = (from: unknown, key = ''): unknown => {
    if (secretKeys.test(key) || ownKeys.test(key)) {
      return from === undefined || from === null || typeof from === 'boolean' ? from : '<redacted>'
    }
    if (typeof from === 'string') return text(from)
    if (Array.isArray(from)) return from.map(each => value(each))
    if (typeof from !== 'object' || from === null) return from
    return Object.fromEntries(
      Object.entries(from).map(([name, each]) => [text(name), value(each, name)]),
    )
  }
  return { text, value }
}

export type Redactor = ReturnType<typeof redactor>

/** As it stands, as JSON writes it, and as addresses do. */
function variantsOf(text: string): readonly string[] {
  return [
    ...new Set([
      text,
      JSON.stringify(text).slice(1, -1),
      encodeURIComponent(text),
      encodeURI(text),
    ]),
  ]
}

/** A short name counts as a whole word alone: `al` is not in `also`. */
function matcher(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  if (!/^[\w-]+$/.test(text) || text.length >= 16) return new RegExp(escaped, 'g')
  // A very short one is also part of longer names, such as `vm` of `isolated-vm`.
  const edge = text.length < 4 ? '[\\w-]' : '[A-Za-z0-9]'
  return new RegExp(`(?<!${edge})${escaped}(?!${edge})`, 'gi')
}
