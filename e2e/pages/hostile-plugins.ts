import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const nodes = {
  looper: {
    label: 'Looper',
    code: 'let n = 0\n    return { process() { if (++n > 300) for (;;) {} } }',
  },
  hanger: {
    label: 'Hanger',
    code: 'let n = 0\n    return { process() { if (++n > 300) new Array(1e9).fill(0) } }',
  },
  thrower: {
    label: 'Thrower',
    code: 'let n = 0\n    return { process() { if (++n === 300) throw new Error("no more strings") } }',
  },
} as const

/** A plugin of a stranger's, whose nodes do harm after 300 quanta; put there before the app starts. */
export function installHostilePlugin(home: string): void {
  const folder = join(home, 'data/plugins/evil')
  mkdirSync(folder, { recursive: true })
  const manifest = {
    id: 'evil',
    name: 'Evil',
    version: '1.0.0',
    api: 1,
    author: 'Mallory',
    description: 'Does harm.',
    licence: 'MIT',
    category: 'Harm',
    main: 'main.js',
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([id, { label }]) => [
        id,
        {
          label,
          description: 'Does harm after a while.',
          kind: 'effect',
          inputs: { in: { kind: 'audio' } },
          outputs: { out: { kind: 'audio', channels: 'input' } },
          params: {},
          dsp: { form: 'script' },
        },
      ]),
    ),
  }
  writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest))
  const entries = Object.entries(nodes).map(
    ([id, { code }]) => `  ${id}: () => {\n    ${code}\n  },`,
  )
  writeFileSync(join(folder, 'main.js'), `export default { nodes: {\n${entries.join('\n')}\n} }\n`)
}
