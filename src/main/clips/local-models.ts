import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { ClipModels } from './create-clips'

interface LocalModel {
  readonly path: string
  readonly sha256: string
  readonly title: string
}

/** The models that lie in the folders of models, looked for whenever somebody asks. */
export function localModels(places: {
  readonly bundled: string
  readonly folders: readonly string[]
}): ClipModels {
  const silero = join(places.bundled, 'silero-vad/silero_vad.onnx')
  return {
    voice: () => modelAt(silero, 'Silero VAD'),
    separation: () =>
      places.folders
        .map(folder => modelAt(join(folder, 'htdemucs/htdemucs.onnx'), 'HT-Demucs'))
        .find(model => model !== undefined),
    generation: () => undefined,
  }
}

/** Folders of models: those of `WIREHARP_MODEL_PATH`, then the app's own. */
export function modelFolders(own: string, path = process.env['WIREHARP_MODEL_PATH']): string[] {
  return [...(path ?? '').split(delimiter).filter(folder => folder !== ''), own]
}

const known = new Map<string, { readonly stamp: string; readonly sha256: string }>()

function modelAt(path: string, title: string): LocalModel | undefined {
  if (!existsSync(path)) return undefined
  const { size, mtimeMs } = statSync(path)
  const stamp = `${size} ${mtimeMs}`
  let found = known.get(path)
  if (found?.stamp !== stamp) {
    found = { stamp, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }
    known.set(path, found)
  }
  return { path, sha256: found.sha256, title }
}
