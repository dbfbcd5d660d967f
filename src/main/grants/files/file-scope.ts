import { realpathSync } from 'node:fs'
import { dirname, parse, resolve, sep } from 'node:path'
import type { Permission, Right } from '#shared/graph'
import { isBelow } from '../../kit'

/** Which permission covers a file, and as which folder it is asked about. */
export interface Covered {
  readonly permission: Permission
  readonly target: string
}

/**
 * The permission that covers a file, its links resolved already. A scope is a folder: `~/Music`, `/srv/loops`, and `*`
 * stands for one part of the path. A permission without scope covers everything; it is asked about folder by folder.
 */
export function coveringFolder(
  permissions: readonly Permission[],
  right: Right,
  file: string,
  home: string,
): Covered | undefined {
  for (const permission of permissions) {
    if (permission.right !== right) continue
    if (permission.scope === undefined) return { permission, target: dirname(file) }
    const target = permission.scope.find(scope => isWithin(file, scope, home))
    if (target !== undefined) return { permission, target }
  }
  return undefined
}

function isWithin(file: string, scope: string, home: string): boolean {
  const root = scope === '~' || scope.startsWith('~/') ? home + scope.slice(1) : scope
  if (root === '*') return true
  if (!root.includes('*')) return root === resolve(root) && isBelow(realOf(root), file)
  const parts = root.split(/[\\/]/)
  const own = file.split(sep)
  const fits = parts.every((part, index) => fitsPart(own[index], part))
  return fits && own.length > parts.length
}

/** A granted folder may itself be reached by a link of the user’s. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function fitsPart(own: string | undefined, part: string): boolean {
  if (own === undefined || part === '..') return false
  if (!part.includes('*')) return own === part
  const start = part.slice(0, part.indexOf('*'))
  const end = part.slice(part.lastIndexOf('*') + 1)
  return own.length >= start.length + end.length && own.startsWith(start) && own.endsWith(end)
}

const system = ['/proc', '/sys', '/dev', '/run'].map(folder => resolve(folder))

/** Places that no grant opens: what the system shows of itself, and what Wireharp keeps. */
export function isClosed(file: string, kept: readonly string[]): boolean {
  return [...system, ...kept].some(folder => file === folder || isBelow(folder, file))
}

/** Whether a path is one: absolute, no parts that name none, no device of Windows, nothing that hides. */
export function isPath(path: string): boolean {
  if (path.length > 4096 || path.includes('\0') || /^[\\/]{2}/.test(path)) return false
  const { root, dir, base } = parse(path)
  return root !== '' && base !== '' && resolve(path) === path && !hidesSomething(dir + base)
}

/** Control characters, and those that turn or hide what is read. */
function hidesSomething(text: string): boolean {
  return /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(text)
}
