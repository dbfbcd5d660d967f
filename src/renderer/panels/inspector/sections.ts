import type { NumberParam, ParamSpec } from '#shared/graph'

export type Entry = readonly [param: string, spec: ParamSpec]

/** Parameters that belong together. */
export type Section =
  | { readonly kind: 'params'; readonly title: string; readonly entries: readonly Entry[] }
  /** A row of numbers of one kind, drawn as a curve. */
  | {
      readonly kind: 'curve'
      readonly title: string
      readonly params: readonly string[]
      readonly spec: NumberParam
    }

/** From so many numbers of one kind on a row is drawn as a curve. */
const CURVE = 8
/** So many parameters whose ids begin with the same word have a section. */
const FAMILY = 3

/**
 * The parameters of a node in sections, by what their ids say: rows of numbers (`value1` … `value16`), what belongs
 * to one of several alike (`frequency2`, `gain2`), what begins with the same word (`filterAttack`, `filterDecay`), and
 * the rest before all of them.
 */
export function sectionsOf(entries: readonly Entry[]): readonly Section[] {
  const curves = rowsOf(entries)
  const inCurves = new Set(curves.flatMap(({ params }) => params))
  const left = entries.filter(([param]) => !inCurves.has(param))
  const numbered = numberedOf(left)
  const families = familiesOf(left.filter(([param]) => !numbered.has(param)))
  const main: Entry[] = []
  const others = new Map<string, Entry[]>()
  for (const entry of left) {
    const title = numbered.get(entry[0]) ?? families.get(entry[0])
    const list = title === undefined ? main : (others.get(title) ?? [])
    list.push(entry)
    if (title !== undefined) others.set(title, list)
  }
  return [
    ...(main.length > 0 ? [{ kind: 'params' as const, title: '', entries: main }] : []),
    ...curves,
    ...[...others].map(([title, list]) => ({ kind: 'params' as const, title, entries: list })),
  ]
}

function rowsOf(entries: readonly Entry[]): Extract<Section, { kind: 'curve' }>[] {
  const rows = new Map<string, { spec: NumberParam; params: string[] }>()
  for (const [param, spec] of entries) {
    const stem = stemOf(param)
    if (stem === undefined || spec.kind !== 'number') continue
    const row = rows.get(stem)
    if (row === undefined) rows.set(stem, { spec, params: [param] })
    else if (alike(row.spec, spec)) row.params.push(param)
  }
  return [...rows].flatMap(([stem, { spec, params }]) =>
    params.length >= CURVE &&
    entries.every(([param]) => stemOf(param) !== stem || params.includes(param)) &&
    isAlone(stem, params.length, entries)
      ? [{ kind: 'curve' as const, title: titleOf(stem), params, spec }]
      : [],
  )
}

/** Bands of an equaliser have a number each too, but also choices and switches: those stay together by number. */
function isAlone(stem: string, count: number, entries: readonly Entry[]): boolean {
  const numbered = entries.filter(([param]) => stemOf(param) !== undefined)
  const kinds = new Set(numbered.map(([, spec]) => spec.kind))
  return stem !== '' && count >= CURVE && kinds.size === 1
}

/** By parameter: the number at its end, where several others have the same. */
function numberedOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const byNumber = new Map<string, string[]>()
  for (const [param] of entries) {
    const number = /\d+$/.exec(param)?.[0]
    if (number !== undefined) byNumber.set(number, [...(byNumber.get(number) ?? []), param])
  }
  return new Map(
    [...byNumber].flatMap(([number, params]) =>
      params.length >= 2 ? params.map(param => [param, number] as const) : [],
    ),
  )
}

/** By parameter: its first word, where several others have the same. */
function familiesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>()
  for (const [param] of entries) {
    const word = wordOf(param)
    count.set(word, (count.get(word) ?? 0) + 1)
  }
  return new Map(
    entries.flatMap(([param]) =>
      (count.get(wordOf(param)) ?? 0) >= FAMILY ? [[param, titleOf(wordOf(param))] as const] : [],
    ),
  )
}

function wordOf(param: string): string {
  return /^[a-z]+/.exec(param)?.[0] ?? param
}

function stemOf(param: string): string | undefined {
  return /^(.*\D)\d+$/.exec(param)?.[1]
}

function titleOf(stem: string): string {
  return stem.replace(/^./, first => first.toUpperCase())
}

function alike(a: NumberParam, b: NumberParam): boolean {
  return a.min === b.min && a.max === b.max && a.curve === b.curve && a.unit === b.unit
}
