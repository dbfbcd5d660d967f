import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import type { Layer, LayerTable } from './layers'
import { readImports, type Import } from './read-imports'
import { resolveImport } from './resolve-import'

export interface LayerReport {
  readonly problems: readonly string[]
  /** How many files of each layer were read: a check that sees nothing passes everything. */
  readonly files: ReadonlyMap<string, number>
}

/** A layer's very folder: `panels/mixer` for the layer `panels/*`. */
interface Place {
  readonly folder: string
  readonly layer: Layer
}

interface Source extends Place {
  readonly file: string
}

/** Holds every import of every source under `folders` of `root` against the table. */
export function checkLayers(
  root: string,
  folders: readonly string[],
  table: LayerTable,
): LayerReport {
  const problems: string[] = []
  const files = new Map<string, number>()
  for (const file of folders.flatMap(folder => sourcesIn(root, folder))) {
    const place = placeOf(file, table)
    if (place === undefined) {
      problems.push(`${file}: belongs to no layer; add its folder to src/layers/layers.ts`)
      continue
    }
    files.set(place.layer.from, (files.get(place.layer.from) ?? 0) + 1)
    for (const found of readImports(file, readFileSync(join(root, file), 'utf8'))) {
      const problem = problemWith(root, { file, ...place }, found, table)
      if (problem !== undefined) problems.push(`${file}:${found.line}: ${problem}`)
    }
  }
  return { problems, files }
}

/** Tests, and what only they import, may look anywhere. */
function isForTests(path: string): boolean {
  return /\.test\.tsx?$|(^|\/)testing(\/|$)/.test(path)
}

function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(file => !isForTests(file) && !/\.d\.ts$|\.as\.ts$|node_modules/.test(file))
}

function problemWith(
  root: string,
  source: Source,
  found: Import,
  table: LayerTable,
): string | undefined {
  if (found.isStar) return `'export *' from ${found.specifier}: name what goes through the door`
  const target = resolveImport(root, source.file, found.specifier)
  if (target === undefined) return packageProblem(source.folder, found.specifier, table)
  if (isForTests(target)) return `imports ${target}, which is for tests only`
  if (/\.(css|json|svg|png|woff2|wasm)$/.test(target)) return undefined
  const reached = placeOf(target, table)
  if (reached === undefined) return `imports ${target}, which belongs to no layer`
  const { folder } = reached
  if (folder === source.folder) return undefined
  if (!mayUse(source.layer, folder)) {
    return `${source.folder} may not import ${folder} (${found.specifier})`
  }
  return isDoor(target, reached) ? undefined : `enters ${folder} past its door: import its index.ts`
}

function packageProblem(folder: string, specifier: string, table: LayerTable): string | undefined {
  const rule = table.packages.find(
    ({ name }) => specifier === name || specifier.startsWith(`${name}/`),
  )
  if (rule === undefined || rule.only.some(only => isWithin(folder, only))) return undefined
  return `only ${rule.only.join(', ')} may import ${rule.name}`
}

function mayUse(layer: Layer, target: string): boolean {
  return ['src/shared/kit', ...layer.allow].some(allowed => isWithin(target, allowed))
}

function isDoor(target: string, { folder, layer }: Place): boolean {
  if (target === folder || (layer.doors ?? []).includes(target)) return true
  return posix.dirname(target) === folder && /^index\.tsx?$/.test(posix.basename(target))
}

/** Where `file` belongs: the layer that names its folder most closely. */
function placeOf(file: string, table: LayerTable): Place | undefined {
  return table.layers
    .flatMap(layer => {
      const folder = folderIn(layer, file)
      return folder === undefined ? [] : [{ folder, layer }]
    })
    .toSorted((left, right) => closeness(right) - closeness(left))[0]
}

/** A folder named in full is closer than one a star stands for. */
function closeness({ folder, layer }: Place): number {
  return folder.length + (layer.from === folder ? 0.5 : 0)
}

function folderIn(layer: Layer, file: string): string | undefined {
  const pattern = layer.from.split('/')
  const parts = file.split('/')
  const fits = pattern.every((part, index) => {
    const isFolder = index < parts.length - 1
    return part === '*' ? isFolder : part === parts[index]
  })
  return fits ? parts.slice(0, pattern.length).join('/') : undefined
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
