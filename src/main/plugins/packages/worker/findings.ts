import type { ScanFinding, ScanReport } from './requests'

/** Of one rule in one file so many are told, the rest is counted: hostile code has a million. */
const OF_A_RULE = 20
/** A report has no more. */
const MOST = 100
/** Letters of the code that are shown. */
const SHOWN = 80

type Told = Pick<ScanFinding, 'rule' | 'severity' | 'message'>

/** What is found in one file: a rule is told once a line, or once for each thing that is shown of it. */
export class FileFindings {
  readonly #file: string
  readonly #text: string
  readonly #found: ScanFinding[] = []
  readonly #places = new Map<string, Set<string>>()
  #starts: readonly number[] | undefined
  #more = 0

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  /** At a place of the text; `shown` in place of what stands there. */
  note({ rule, severity, message }: Told, start: number, end: number, shown?: string): void {
    const kind = `${severity} ${rule}`
    const places = this.#places.get(kind) ?? new Set()
    this.#places.set(kind, places)
    const line = this.#lineAt(start)
    const place = `${line} ${shown ?? ''}`
    if (places.has(place)) return
    places.add(place)
    if (places.size > OF_A_RULE) {
      this.#more += 1
      return
    }
    const text = shown ?? this.#text.slice(start, Math.min(end, start + SHOWN))
    const told = { rule, severity, message, file: this.#file }
    this.#found.push({ ...told, line, text: text.slice(0, SHOWN).replace(/\s+/g, ' ') })
  }

  get all(): Pick<ScanReport, 'findings'> & { readonly more: number } {
    return { findings: this.#found, more: this.#more }
  }

  /** From 1. */
  #lineAt(index: number): number {
    this.#starts ??= startsOf(this.#text)
    let [low, high] = [0, this.#starts.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] ?? 0) <= index) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Warnings first: no flood of notes, in however many files, hides one. */
export function reportOf(files: readonly FileFindings[], obfuscation: number): ScanReport {
  const all = files.flatMap(file => file.all.findings)
  const ordered = [
    ...all.filter(({ severity }) => severity === 'warning'),
    ...all.filter(({ severity }) => severity !== 'warning'),
  ]
  const findings = fairly(ordered)
  const counted = files.reduce((sum, file) => sum + file.all.more, 0)
  const more = counted + all.length - findings.length
  return { findings, obfuscation, ...(more > 0 && { more }) }
}

/** So many of the report, each rule with the first of its own before any rule has a second. */
function fairly(ordered: readonly ScanFinding[]): ScanFinding[] {
  if (ordered.length <= MOST) return [...ordered]
  const turns = new Map<string, number>()
  const placed = ordered.map(finding => {
    const key = `${finding.severity} ${finding.rule}`
    const turn = turns.get(key) ?? 0
    turns.set(key, turn + 1)
    return { finding, turn }
  })
  const kept = new Set(
    placed
      .toSorted((a, b) => rank(a.finding) - rank(b.finding) || a.turn - b.turn)
      .slice(0, MOST)
      .map(({ finding }) => finding),
  )
  return ordered.filter(finding => kept.has(finding))
}

function rank({ severity }: ScanFinding): number {
  return severity === 'warning' ? 0 : 1
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
