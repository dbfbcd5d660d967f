import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { MAX_PRESET_LETTERS, parsePreset, type NodeType, type PresetFile } from '#shared/graph'
import { attempt, readFailure, sha256, writeDurably, writeFailure } from '../kit'

/** More than anybody browses; a folder with more is not read to its end. */
const MOST_FILES = 2000

export interface ShelvedPreset {
  /** Name of the file without its ending. */
  readonly file: string
  readonly preset: PresetFile
}

export interface Shelf {
  readonly found: readonly ShelvedPreset[]
  readonly problems: readonly Failure[]
}

/** Reads the preset files of a folder that are of one type of node, by name. A folder that is not there is empty. */
export async function readShelf(folder: string, type: NodeType): Promise<Shelf> {
  const names = await attempt(
    () => readdir(folder),
    errno => readFailure(errno, folder),
  )
  if (!names.ok) return { found: [], problems: [] }
  const files = names.value.filter(name => /^[\w-]{1,100}\.json$/.test(name)).slice(0, MOST_FILES)
  const read = await Promise.all(
    files.map(async name => ({ name, preset: await readPreset(join(folder, name)) })),
  )
  const found = read.flatMap(({ name, preset }) =>
    preset.ok && preset.value.node === type
      ? [{ file: name.replace(/\.json$/, ''), preset: preset.value }]
      : [],
  )
  return {
    found: found.toSorted((a, b) => a.preset.name.localeCompare(b.preset.name, 'en')),
    problems: read.flatMap(({ name, preset }) =>
      preset.ok ? [] : [{ ...preset.error, message: `${name}: ${preset.error.message}` }],
    ),
  }
}

async function readPreset(path: string): Promise<Result<PresetFile>> {
  const text = await attempt(
    async () => {
      const { size } = await stat(path)
      return size > MAX_PRESET_LETTERS * 3 ? undefined : await readFile(path, 'utf8')
    },
    errno => readFailure(errno, path),
  )
  if (!text.ok) return text
  return text.value === undefined
    ? err(fail('preset-damaged', 'It is too long.'))
    : parsePreset(text.value)
}

export async function writePreset(
  folder: string,
  file: string,
  preset: PresetFile,
): Promise<Result<void>> {
  const made = await attempt(
    () => mkdir(folder, { recursive: true }),
    errno => writeFailure(errno, folder),
  )
  if (!made.ok) return made
  return await writeDurably(
    join(folder, `${file}.json`),
    `${JSON.stringify(preset, undefined, 2)}\n`,
  )
}

export async function removePreset(folder: string, file: string): Promise<Result<void>> {
  const path = join(folder, `${file}.json`)
  const removed = await attempt(
    () => unlink(path),
    errno =>
      errno === 'ENOENT'
        ? fail('preset-unknown', 'The preset is gone.')
        : writeFailure(errno, path),
  )
  return removed.ok ? ok() : removed
}

/** What a preset's file is called: what can be read of its name, and what tells it from others. */
export function fileNameFor(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60)
  return `${plain === '' ? 'preset' : plain}-${sha256(name).slice(0, 6)}`
}
