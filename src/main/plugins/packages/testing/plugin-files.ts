import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Failure, Result } from '#shared/kit'

/** What was done; throws what was wrong with it. */
export function done<T>(result: Result<T, readonly Failure[]>): T {
  if (result.ok) return result.value
  throw new Error(result.error.map(({ code, message }) => `${code}: ${message}`).join('\n'))
}

/** Writes files below a folder, whatever they are. */
export function put(folder: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

export interface SmallPlugin {
  readonly id?: string
  readonly version?: string
  /** What `process` does. */
  readonly body?: string
  readonly extra?: object
}

/** A plugin with one effect of one parameter. */
export function smallPlugin({ id = 'small', version = '1.0.0', body, extra }: SmallPlugin = {}) {
  const process =
    body ??
    `outputs.out.forEach((to, c) => { for (let i = 0; i < frames; i++) to[i] = (inputs.in[c]?.[i] ?? 0) * params.gain[i] })`
  return {
    'plugin.json': JSON.stringify({ ...smallManifest(id, version), ...extra }),
    'main.js': `let calls = 0
export default { nodes: { '${id}': ({ sampleRate }) => ({ process({ inputs, outputs, params, frames }) { ${process} } }) } }
`,
  }
}

export function smallManifest(id = 'small', version = '1.0.0') {
  return {
    id,
    name: 'Small',
    version,
    api: 1,
    author: 'Tests',
    description: 'A small one.',
    licence: 'MIT',
    category: 'Tests',
    main: 'main.js',
    nodes: {
      [id.replace(/^.*\//, '')]: {
        label: 'Small',
        description: 'A small one.',
        kind: 'effect',
        inputs: { in: { kind: 'audio' } },
        outputs: { out: { kind: 'audio', channels: 'input' } },
        params: {
          gain: { kind: 'number', label: 'Gain', unit: '', min: 0, max: 2, default: 1 },
        },
        dsp: { form: 'script' },
      },
    },
  }
}
