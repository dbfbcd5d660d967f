import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where a user's plugins lie. */
export function pluginsFolder(home: string): string {
  return join(home, 'data/plugins')
}

/** A plugin of the user's that makes sound louder, with one setting and one permission to ask for. */
export function putPlugin(home: string, id: string, changes: object = {}): string {
  const manifest = {
    id,
    name: 'Booster',
    version: '1.0.0',
    api: 1,
    author: 'Ada',
    description: 'Makes sound louder.',
    licence: 'MIT',
    category: 'Level',
    nodes: {
      [id]: {
        label: 'Booster',
        description: 'Makes sound louder.',
        kind: 'effect',
        inputs: { in: { kind: 'audio' } },
        outputs: { out: { kind: 'audio' } },
        params: {
          gain: { kind: 'number', label: 'Gain', unit: 'dB', min: 0, max: 12, default: 6 },
        },
        dsp: {
          form: 'kernels',
          kernels: { gain: { kernel: 'gain', params: { gain: { param: 'gain', as: 'gain' } } } },
          cables: ['in -> gain.in', 'gain.out -> out'],
        },
      },
    },
    permissions: [{ right: 'network', scope: ['api.example.com'], why: 'To fetch presets.' }],
    configSchema: {
      type: 'object',
      properties: { most: { type: 'integer', minimum: 0, maximum: 24, title: 'Most gain' } },
    },
    defaultConfig: { most: 12 },
    ...changes,
  }
  const path = join(pluginsFolder(home), id, 'plugin.json')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(manifest))
  return dirname(path)
}

/** Twenty plugins, each broken in a way of its own. */
export function putBrokenPlugins(home: string): void {
  const texts = ['', 'not json', '[]', '{"id": 7}', '{"id": "a", "id": "b"}', '{"__proto__": {}}']
  for (let index = 0; index < 20; index++) {
    const id = `broken-${String(index).padStart(2, '0')}`
    const text = texts[index]
    const folder = putPlugin(home, id, { version: index, [`odd${index}`]: true })
    if (text !== undefined) writeFileSync(join(folder, 'plugin.json'), text)
  }
}

/** Moves a plugin's folder out of sight, and gives the way back. */
export function hidePlugin(folder: string): () => void {
  const away = join(dirname(folder), '..', 'away')
  renameSync(folder, away)
  return () => renameSync(away, folder)
}
