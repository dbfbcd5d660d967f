import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { builtInPlugins } from '../../plugins'
import { packFolder, validateFiles, type PackageFile } from '../../plugins/packages'
import { openParts } from '../open-parts'

const port = { clip: { kind: 'clip', label: 'Clip' } }
const node = {
  ...{ label: 'Work', description: 'Works.', kind: 'node', inputs: port },
  outputs: { out: { kind: 'clip', label: 'Out' } },
  params: { by: { kind: 'number', label: 'By', min: 0, max: 2, default: 1 } },
  dsp: { form: 'job', work: 'own', hears: { sampleRate: 8000, channels: 1 } },
}

/** Writes every sample of the clip, turned into another. */
const each = (sample: string) => `async ({ clips, outputs, params }) => {
  const { clip } = clips
  const sound = await clip.read(0, clip.frames)
  await outputs.out.write(sound.map(samples => samples.map(x => ${sample})))
}`

/** Each with a fault of its own. */
const works = {
  good: each('x * params.by'),
  divides: each('x / (2 - params.by)'),
  drifts: each('x + Math.random()'),
  picky: `async work => {
    if (work.clips.clip.frames < 100) throw new Error('The clip is too short')
    return (${each('x')})(work)
  }`,
  strict: `async work => {
    const [sound] = await work.clips.clip.read(0, work.clips.clip.frames)
    if (sound.every(x => x === 0)) for (;;) {}
    return (${each('x')})(work)
  }`,
  odd: `async () => ({ spans: [{ from: 2, to: 1 }] })`,
}

async function certify(permissions: readonly object[], codes: Readonly<Record<string, string>>) {
  const manifest = {
    ...{ id: 'worker', name: 'Worker', version: '1.0.0', api: 1, author: 'Tests' },
    ...{ description: 'For tests.', licence: 'MIT', category: 'Tests', main: 'main.js' },
    nodes: Object.fromEntries(Object.keys(codes).map(id => [id, node])),
    permissions,
  }
  const code = Object.entries(codes).map(([id, text]) => `${id}: ${text}`)
  const files = Object.entries({
    'plugin.json': JSON.stringify(manifest),
    'main.js': `export default { works: { ${code.join(',')} } }`,
  }).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))
  return certificateOf(files)
}

async function certificateOf(files: readonly PackageFile[]) {
  const options = { builtIn: builtInPlugins(), withCost: true, openParts }
  const certified = await validateFiles(files, options)
  if (certified.ok) return certified.value
  throw new Error(certified.error.map(({ message }) => message).join(' '))
}

describe('S2-16 the certificate of nodes that work on clips', () => {
  test('a good work passes; each fault is found, and told at its setting or its clip', async () => {
    const { passed, nodes } = await certify([], works)
    const said = (id: string) =>
      nodes[id]?.checks.filter(check => !check.passed).map(({ check, detail }) => [check, detail])
    expect(passed).toBe(false)
    expect(nodes['good']?.checks.map(({ check }) => check)).toEqual([
      'finite',
      'hostile-input',
      'determinism',
      'deadline',
    ])
    expect(said('good')).toEqual([])
    expect(said('divides')).toEqual([['finite', expect.stringContaining('"by":2')]])
    expect(said('drifts')).toMatchObject([['determinism', expect.stringContaining('differ')]])
    expect(said('picky')).toEqual([])
    expect(nodes['picky']?.checks[1]?.detail).toContain('refuses a single frame')
    expect(said('strict')).toMatchObject([['hostile-input', expect.stringContaining('silence')]])
    expect(said('odd')).toMatchObject([['finite', expect.stringContaining('spans')]])
  }, 120_000)

  test('a work that needs what nobody granted is not blamed for it', async () => {
    const codes = {
      asks: `async (work, { fetch }) => void (await fetch('https://a.example.org/'))`,
    }
    const right = { right: 'network', scope: ['a.example.org'], why: 'Tests.' }
    const { passed, nodes } = await certify([right], codes)
    expect(nodes['asks']?.checks).toHaveLength(1)
    expect(nodes['asks']?.checks[0]?.detail).toContain('refuses')
    expect(passed).toBe(true)
  }, 120_000)

  test('the model template and Find tone conform, their models at work', async () => {
    for (const folder of ['resources/plugin-templates/model', 'plugins/clips/find-tone']) {
      const files = unwrap(await packFolder(join(process.cwd(), folder)))
      const certificate = await certificateOf(files)
      const [{ checks } = { checks: [] }] = Object.values(certificate.nodes)
      expect(checks.map(({ check, passed }) => [check, passed])).toEqual([
        ['finite', true],
        ['hostile-input', true],
        ['determinism', true],
        ['deadline', true],
      ])
      expect(checks[0]?.detail).toContain('1 stretch')
    }
  }, 120_000)
})
