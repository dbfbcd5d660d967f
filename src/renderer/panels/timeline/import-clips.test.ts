import { beforeEach, expect, test, vi } from 'vitest'
import { err, fail, ok } from '#shared/kit'
import { useDropNotes } from './drop-notes'
import { dropFiles } from './import-clips'

interface App {
  project: string
  placed: string[]
  /** What happens while a sound is taken in. */
  meanwhile: () => void
}

const app = vi.hoisted((): App => ({ project: 'first', placed: [], meanwhile: () => {} }))

vi.mock('../../editor', () => ({ kindOf: () => 'sound' }))
vi.mock('../../state', () => ({
  projectHandle: () => app.project,
  stillShown: (project: string) => (project === app.project ? ok() : err(fail('drop-left', ''))),
  insertSound: (asset: { readonly name: string }, beat: number) => {
    app.placed.push(`${asset.name} at ${beat}`)
    return { end: beat + 4, track: 'track' }
  },
  connection: () => ({
    importAudio: (_project: string, file: File) => {
      app.meanwhile()
      return Promise.resolve(ok({ asset: { name: file.name }, warnings: [] }))
    },
  }),
}))

const sounds = () => ['a.wav', 'b.wav'].map(name => new File(['no sound'], name))
const place = { beat: 8, track: undefined, at: { x: 0, y: 0 } }

beforeEach(() => {
  app.project = 'first'
  app.placed = []
  app.meanwhile = () => {}
  useDropNotes.setState({ notes: [] })
})

test('E-18 sounds that are dropped on the timeline are clips one behind the other', async () => {
  await dropFiles(sounds(), place)
  expect(app.placed).toEqual(['a.wav at 8', 'b.wav at 12'])
  expect(useDropNotes.getState().notes).toEqual([])
})

test('E-18 E-20 a sound that is still coming when another project is shown goes into neither', async () => {
  app.meanwhile = () => {
    app.project = 'second'
  }
  await dropFiles(sounds(), place)
  expect(app.placed).toEqual([])
  const { notes } = useDropNotes.getState()
  expect(notes.map(({ name }) => name)).toEqual(['a.wav', 'b.wav'])
  expect(notes.every(({ said }) => said.some(({ tone }) => tone === 'failure'))).toBe(true)
})
