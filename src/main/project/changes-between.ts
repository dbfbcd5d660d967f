import type { Project, ProjectPatch } from '#shared/graph'
import { canonicalJson } from '#shared/kit'

interface Changes {
  readonly patches: readonly ProjectPatch[]
  readonly inverse: readonly ProjectPatch[]
}

/** What turns one document into another and back: each part of it that differs, whole. */
export function changesBetween(from: Project, to: Project): Changes {
  const before = new Map<string, unknown>(Object.entries(from))
  const after = new Map<string, unknown>(Object.entries(to))
  const parts = [...new Set([...before.keys(), ...after.keys()])].filter(
    part =>
      canonicalJson(before.get(part) ?? {}) !== canonicalJson(after.get(part) ?? {}) ||
      before.has(part) !== after.has(part),
  )
  return {
    patches: parts.map(part => patchTo(part, before, after)),
    inverse: parts.map(part => patchTo(part, after, before)),
  }
}

function patchTo(
  part: string,
  from: ReadonlyMap<string, unknown>,
  to: ReadonlyMap<string, unknown>,
): ProjectPatch {
  if (!to.has(part)) return { op: 'remove', path: [part] }
  return { op: from.has(part) ? 'replace' : 'add', path: [part], value: to.get(part) }
}
