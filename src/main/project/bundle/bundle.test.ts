import {
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { emptyProject } from '#shared/graph'
import { canonicalJson, unwrap } from '#shared/kit'
import { call, edit, put, temporaryFolder, testStudio, title, withSound } from '../testing'

const project = canonicalJson(emptyProject('p', 'Sent'))

type Part = readonly [name: string, bytes: string | Buffer, mode?: number]

async function zip(path: string, parts: readonly Part[]): Promise<string> {
  const file = new ZipFile()
  for (const [name, bytes, mode = 0o100_644] of parts) {
    file.addBuffer(Buffer.from(bytes), name, { mode })
  }
  file.end()
  await pipeline(file.outputStream, createWriteStream(path))
  return path
}

/** A zip with a name that no honest library writes: the name is put in afterwards, of the same length. */
async function zipNamed(path: string, name: string): Promise<string> {
  const plain = 'a'.repeat(name.length)
  await zip(path, [
    ['project.wireharp', project],
    [plain, 'x'],
  ])
  const bytes = readFileSync(path).toString('latin1').replaceAll(plain, name)
  writeFileSync(path, bytes, 'latin1')
  return path
}

describe('E-18 bundles', () => {
  test('a project that is shared opens elsewhere with its sounds', async () => {
    using home = temporaryFolder()
    using other = temporaryFolder()
    const templates = join(home.path, 'resources/templates')
    const { project: template, asset } = withSound(templates)
    put(join(templates, 'band.wireharp'), canonicalJson(template))
    const path = join(home.path, 'band')
    {
      await using studio = testStudio(home.path)
      const made = unwrap(await studio.projects.create({ template: 'band' }, call))
      await edit(studio, made.project, [title('For you')])
      const share = { project: made.project, path, replace: false }
      const shared = unwrap(await studio.projects.share(share, call))
      expect(shared).toMatchObject({ path: `${path}.wireharpz`, missing: [] })
      expect(shared.bytes).toBe(statSync(shared.path).size)
      expect(await studio.projects.share(share, call)).toMatchObject({
        error: { code: 'file-exists' },
      })
    }
    await using studio = testStudio(other.path)
    const state = unwrap(await studio.projects.open({ path: `${path}.wireharpz` }, call))
    expect(state).toMatchObject({ draft: true, problems: [], document: { title: 'For you' } })
    expect(existsSync(join(state.path, '..', asset.path))).toBe(true)
  })

  test('a sound that is missing is told of, and the rest is shared', async () => {
    using home = temporaryFolder()
    const templates = join(home.path, 'resources/templates')
    const { project: template, asset } = withSound(templates)
    put(join(templates, 'band.wireharp'), canonicalJson(template))
    await using studio = testStudio(home.path)
    const made = unwrap(await studio.projects.create({ template: 'band' }, call))
    rmSync(join(made.path, '..', asset.path))
    const path = join(home.path, 'band.wireharpz')
    const shared = await studio.projects.share(
      { project: made.project, path, replace: false },
      call,
    )
    expect(unwrap(shared).missing).toEqual([asset.name])
  })

  const folder = temporaryFolder()
  afterAll(() => folder[Symbol.dispose]())
  const at = (name: string) => join(folder.path, `${name}.wireharpz`)
  const hostile: readonly (readonly [what: string, code: string, make: () => Promise<string>])[] = [
    ['text', 'bundle-damaged', async () => write(at('text'), 'not a zip')],
    ['nothing', 'bundle-damaged', async () => write(at('nothing'), '')],
    ['half a zip', 'bundle-damaged', async () => half(at('half'))],
    ['no project', 'bundle-refused', () => zip(at('none'), [['audio/a.wav', 'x']])],
    [
      'a program',
      'bundle-refused',
      () =>
        zip(at('exe'), [
          ['project.wireharp', project],
          ['run.sh', 'x'],
        ]),
    ],
    [
      'a folder too deep',
      'bundle-refused',
      () =>
        zip(at('deep'), [
          ['project.wireharp', project],
          ['audio/a/b.wav', 'x'],
        ]),
    ],
    [
      'a link',
      'bundle-refused',
      () =>
        zip(at('link'), [
          ['project.wireharp', project],
          ['audio/a.wav', '/etc/passwd', 0o120_777],
        ]),
    ],
    [
      'a name twice',
      'bundle-refused',
      () =>
        zip(at('twice'), [
          ['project.wireharp', project],
          ['audio/a.wav', 'x'],
          ['audio/A.WAV', 'y'],
        ]),
    ],
    ['a way out', 'bundle-damaged', () => zipNamed(at('out'), '../../evil.sh')],
    ['an absolute name', 'bundle-damaged', () => zipNamed(at('absolute'), '/tmp/evil.sh')],
    ['a backslash', 'bundle-damaged', () => zipNamed(at('backslash'), 'audio\\..\\evil')],
    ['a damaged project', 'project-not-json', () => zip(at('broken'), [['project.wireharp', '{']])],
    [
      'another kind of file',
      'project-not-json',
      () => zip(at('other'), [['project.wireharp', '{"format": "x"}']]),
    ],
  ]
  test.each(hostile)('%s is refused (%s), and nothing is left of it', async (_what, code, make) => {
    using home = temporaryFolder()
    await using studio = testStudio(home.path)
    const answer = await studio.projects.open({ path: await make() }, call)
    expect(answer.ok ? 'opened' : answer.error.code).toBe(code)
    expect(readdirSync(join(home.path, 'data/drafts'))).toEqual([])
  })

  test('a sound that is not what the project says stays out', async () => {
    using home = temporaryFolder()
    const { project: template, asset } = withSound(join(home.path, 'from'))
    const path = await zip(at('swapped'), [
      ['project.wireharp', canonicalJson(template)],
      [asset.path, 'something else'],
    ])
    await using studio = testStudio(home.path)
    const state = unwrap(await studio.projects.open({ path }, call))
    expect(existsSync(join(state.path, '..', asset.path))).toBe(false)
    expect(state.problems).not.toEqual([])
  })
})

function write(path: string, text: string): string {
  writeFileSync(path, text)
  return path
}

async function half(path: string): Promise<string> {
  await zip(path, [['project.wireharp', project]])
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, bytes.length / 2))
  return path
}
