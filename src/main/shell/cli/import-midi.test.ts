import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyProject } from '#shared/graph'
import { canonicalJson } from '#shared/kit'
import type * as Places from './commands/places'
import { main } from './main'

vi.mock('./commands/places', async original => {
  const real = await original<typeof Places>()
  const below = (name: string) => join(folder, 'home', name)
  const paths = () => ({
    data: below('data'),
    config: below('config'),
    cache: below('cache'),
    logs: below('logs'),
  })
  return {
    ...real,
    openPlugins: () => real.openPlugins({}, { builtIn: join(folder, 'plugins'), paths: paths() }),
  }
})

let folder = ''
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'wireharp-midi-')))
  await mkdir(join(folder, 'plugins/note-track'), { recursive: true })
  await writeFile(join(folder, 'plugins/note-track/plugin.json'), JSON.stringify(trackPlugin))
  const empty = emptyProject('p', 'P')
  const song = { ...empty, graph: { ...empty.graph, nodes: {}, cables: {} } }
  await writeFile(join(folder, 'song.wireharp'), canonicalJson(song))
  // One track: a note of one beat.
  const text = 'MThd\0\0\0\u0006\0\u0001\0\u0001\0\u0060MTrk\0\0\0\u000c'
  const events = [0, 0x90, 60, 100, 0x60, 0x80, 60, 0, 0, 0xff, 0x2f, 0]
  await writeFile(join(folder, 'riff.mid'), Buffer.from([...Buffer.from(text), ...events]))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const trackPlugin = {
  id: 'note-track',
  name: 'Note track',
  version: '1.0.0',
  api: 1,
  author: 'Tests',
  description: 'Plays clips of notes.',
  licence: 'Apache-2.0',
  category: 'Notes',
  nodes: {
    'note-track': {
      label: 'Note track',
      description: 'Plays clips of notes.',
      kind: 'generator',
      outputs: { out: { kind: 'notes' } },
      dsp: {
        form: 'kernels',
        kernels: { feed: { kernel: 'note-feed', params: {} } },
        cables: ['feed.out -> out'],
      },
    },
  },
}

async function run(...line: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io = { env: {}, out: (text: string) => void out.push(text), status: () => {} }
  const code = await main(line, { ...io, err: text => void err.push(text) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const at = (name: string) => join(folder, name)

describe('import-midi', () => {
  test('adds a track, says so, and leaves a project without problems', async () => {
    const done = await run('import-midi', at('song.wireharp'), at('riff.mid'))
    expect(done).toMatchObject({
      code: 0,
      out: `Added 1 note on 1 track to ${at('song.wireharp')}.`,
    })
    expect((await run('check', at('song.wireharp'))).out).toMatch(/no problems/)
    const again = await run('import-midi', at('song.wireharp'), at('riff.mid'), '--json')
    expect(JSON.parse(again.out)).toMatchObject({ notes: 1, timeline: false })
  })

  test('and export-midi writes what comes back', async () => {
    await run('import-midi', at('song.wireharp'), at('riff.mid'))
    const written = await run('export-midi', at('song.wireharp'), at('out.mid'))
    expect(written).toMatchObject({ code: 0, out: `Wrote 1 note to ${at('out.mid')}.` })
    expect((await run('import-midi', at('song.wireharp'), at('out.mid'))).code).toBe(0)
    const refused = await run('export-midi', at('song.wireharp'), at('song.wireharp'))
    expect(refused.err).toMatch(/^error path-refused: /)
  })

  test.each([
    ['file-not-found', 'song.wireharp', 'none.mid'],
    ['file-not-found', 'none.wireharp', 'riff.mid'],
    ['midi-unsupported', 'song.wireharp', 'song.wireharp'],
  ])('%s', async (code, project, path) => {
    const done = await run('import-midi', at(project), at(path))
    expect(done.code).toBe(1)
    expect(done.err).toMatch(new RegExp(`^error ${code}: `))
  })
})
