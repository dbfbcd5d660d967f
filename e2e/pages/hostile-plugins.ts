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

/** Plugins of a stranger's, each with a node that does harm after 300 quanta; put there before the app starts. */
export function installHostilePlugins(home: string): void {
  for (const [id, { label, code }] of Object.entries(nodes)) {
    const folder = join(home, 'data/plugins', `evil-${id}`)
    mkdirSync(folder, { recursive: true })
    const node = {
      label,
      description: 'Does harm after a while.',
      kind: 'effect',
      inputs: { in: { kind: 'audio' } },
      outputs: { out: { kind: 'audio', channels: 'input' } },
      params: {},
      dsp: { form: 'script' },
    }
    const manifest = {
      id: `evil-${id}`,
      name: label,
      version: '1.0.0',
      api: 1,
      author: 'Mallory',
      description: 'Does harm.',
      licence: 'MIT',
      category: 'Harm',
      main: 'main.js',
      nodes: { [id]: node },
    }
    writeFileSync(join(folder, 'plugin.json'), JSON.stringify(manifest))
    const setup = `  ${id}: () => {\n    ${code}\n  },`
    writeFileSync(join(folder, 'main.js'), `export default { nodes: {\n${setup}\n} }\n`)
  }
}
