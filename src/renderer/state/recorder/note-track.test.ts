import { expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { heardBy, noteTrackEdits } from './note-track'

const at = (x: number, y: number) => ({ position: { x, y }, params: {} })
const project: Project = {
  ...emptyProject('p', 'Test'),
  graph: {
    ...emptyProject('p', 'Test').graph,
    nodes: {
      keys: { id: 'keys', type: 'live-input/live-input', ...at(0, 0) },
      pads: { id: 'pads', type: 'live-input/live-input', ...at(0, 200) },
      synth: { id: 'synth', type: 'synth/synth', ...at(300, 0) },
      drums: { id: 'drums', type: 'synth/synth', ...at(300, 200) },
    },
    cables: {
      a: { id: 'a', from: { node: 'keys', port: 'out' }, to: { node: 'synth', port: 'notes' } },
      b: { id: 'b', from: { node: 'pads', port: 'out' }, to: { node: 'drums', port: 'notes' } },
      c: { id: 'c', from: { node: 'pads', port: 'out' }, to: { node: 'synth', port: 'notes' } },
    },
  },
}

const fed = (played: readonly string[]) =>
  noteTrackEdits(project, 'new', played).flatMap(edit =>
    edit.kind === 'connect' ? [`${edit.cable.from.node} > ${edit.cable.to.node}`] : [],
  )

test('E-14 notes that are kept go on sounding as they did: their new track plays what their input played', () => {
  expect(fed(heardBy(project, 'keys'))).toEqual(['new > synth'])
  expect(fed(heardBy(project, 'pads'))).toEqual(['new > drums', 'new > synth'])
})

test('E-14 what was played to nothing in particular was heard by every input, and goes to each instrument once', () => {
  expect(fed(heardBy(project, undefined))).toEqual(['new > synth', 'new > drums'])
})

test('E-14 an input that is gone leaves a track that is wired to nothing', () => {
  expect(fed(heardBy(project, 'gone'))).toEqual([])
})
