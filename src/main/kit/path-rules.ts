import { err, fail, ok, type Result } from '#shared/kit'

/** Bytes of a path, and of a name in it. */
const LONGEST_PATH = 240
const LONGEST_NAME = 255

/** Names that are devices on Windows, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\.|$)/i

/** Why a path of a package may not be, on any system; undefined where it may. */
export function pathProblem(path: string): string | undefined {
  if (Buffer.byteLength(path) > LONGEST_PATH) return 'is too long'
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(path)) return 'holds characters that cannot be seen'
  if (/[\\:*?"<>|]/.test(path)) return 'holds characters that file names may not have everywhere'
  if (/%(2e|2f|5c|00)/i.test(path)) return 'holds an encoded dot or slash'
  if (path === '' || path.startsWith('/')) return 'is not relative'
  for (const name of path.split('/')) {
    if (name === '') return 'has an empty part'
    if (name === '.' || name === '..') return 'leads out of the package'
    if (/^ |[. ]$/.test(name)) return 'has a name that ends in a dot or a space'
    if (Buffer.byteLength(name) > LONGEST_NAME) return 'has a name that is too long'
    if (DEVICE.test(name)) return 'is the name of a device'
    if (/^[^.]{1,6}~\d+(\.|$)/.test(name)) return 'is the short form of another name'
  }
  return undefined
}

/** Two names are one on some systems where only case or the composition of letters differ: ß is SS in capitals, and so is ss. */
function folded(path: string): string {
  return path.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKC')
}

/** The paths of a package as they come: refuses bad ones, and those that another one collides with somewhere. */
export class PathSet {
  readonly #files = new Set<string>()
  /** Folders, folded, with their spelling. */
  readonly #folders = new Map<string, string>()

  add(path: string): Result<void> {
    const problem = this.problem(path)
    if (problem === undefined) return ok()
    return err(fail('package-refused', `The file “${shown(path)}” ${problem}.`, shown(path)))
  }

  /** Why it may not be beside those before it; where it may, it is one of them from then on. */
  problem(path: string): string | undefined {
    return pathProblem(path) ?? this.#collision(path)
  }

  #collision(path: string): string | undefined {
    const parts = path.split('/')
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      const known = this.#folders.get(folded(folder))
      if (known !== undefined && known !== folder) return 'lies in a folder that is there twice'
      if (this.#files.has(folded(folder))) return 'lies in a folder that is a file as well'
      this.#folders.set(folded(folder), folder)
    }
    const key = folded(path)
    if (this.#files.has(key)) return 'is there twice'
    if (this.#folders.has(key)) return 'is a folder as well'
    this.#files.add(key)
    return undefined
  }
}

/** A path for a message: visible and short. */
export function shown(path: string): string {
  const visible = path.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
  return visible.length > 80 ? `${visible.slice(0, 80)}…` : visible
}
