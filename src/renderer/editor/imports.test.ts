import { beforeEach, expect, test, vi } from 'vitest'
import { err, fail, ok } from '#shared/kit'
import { importFiles, useImports } from './imports'

interface App {
  project: string
  placed: string[]
  /** What happens while a sound is taken in. */
  meanwhile: () => void
}

const app = vi.hoisted((): App => ({ project: 'first', placed: [], meanwhile: () => {} }))

vi.mock('../state', () => ({
  projectHandle: () => app.project,
  stillShown: (project: string) => (project === app.project ? ok() : err(fail('drop-left', ''))),
  onGrid: <At>(at: At) => at,
  soundParam: () => {},
  placeSound: (asset: { readonly name: string }) => app.placed.push(asset.name),
  connection: () => ({
    importAudio: (_project: string, file: File) => {
      app.meanwhile()
      return Promise.resolve(ok({ asset: { name: file.name }, warnings: [] }))
    },
  }),
}))

const sounds = () => ['a.wav', 'b.wav'].map(name => new File(['no sound'], name))
const notes = () => useImports.getState().imports

beforeEach(() => {
  app.project = 'first'
  app.placed = []
  app.meanwhile = () => {}
  useImports.setState({ imports: [] })
})

test('E-18 sounds that are dropped come into the project that is shown', async () => {
  await importFiles(sounds(), { x: 0, y: 0 })
  expect(app.placed).toEqual(['a.wav', 'b.wav'])
  expect(notes()).toEqual([])
})

test('E-18 E-20 what is still coming when another project is shown goes into neither, and says so', async () => {
  app.meanwhile = () => {
    app.project = 'second'
  }
  await importFiles(sounds(), { x: 0, y: 0 })
  expect(app.placed).toEqual([])
  expect(notes().map(({ name, outcome }) => [name, outcome?.kind])).toEqual([
    ['a.wav', 'failure'],
    ['b.wav', 'failure'],
  ])
  expect(notes()[0]?.outcome?.messages.join()).toContain('drop it there again')
})
