import { expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { takeEdits } from './take-edits'

const asset = {
  ...{ sha256: 'a'.repeat(64), name: 'Take-1.wav', path: 'audio/take.wav', bytes: 1 },
  ...{ sampleRate: 48_000, channels: 1, frames: 96_000 },
}

test('E-14 a take of two passes of a loop: the last one sounds, each begins in its part of the sound', () => {
  const document = emptyProject('p', 'Test')
  const { edits, track } = takeEdits(document, { asset, warnings: [] }, undefined, [
    { frame: 0, position: 48_000 },
    { frame: 36_000, position: 24_000 },
  ])
  expect(edits.map(({ kind }) => kind)).toEqual([
    ...['add-asset', 'add-node', 'connect', 'add-clip', 'add-clip'],
  ])
  const clips = edits.flatMap(edit => (edit.kind === 'add-clip' ? [edit.clip] : []))
  // 120 beats a minute: a beat is 24,000 frames.
  expect(clips).toMatchObject([
    { name: 'Take 1', node: track, start: 2, length: 1.5, offset: 0, muted: true },
    { name: 'Take 2', node: track, start: 1, length: 2.5, offset: 0.75 },
  ])
  expect(clips[1]?.muted).toBeUndefined()
})

test('E-14 where sound ran out for a moment, the take goes on in its place, and nothing of it is muted', () => {
  const { edits } = takeEdits(emptyProject('p', 'Test'), { asset, warnings: [] }, undefined, [
    { frame: 0, position: 0 },
    { frame: 49_200, position: 48_000 },
  ])
  const clips = edits.flatMap(edit => (edit.kind === 'add-clip' ? [edit.clip] : []))
  const places = clips.flatMap(({ start, length }) => [start, length])
  for (const [index, beats] of [0, 2, 2, 1.95].entries()) expect(places[index]).toBeCloseTo(beats)
  expect(clips.some(({ muted }) => muted)).toBe(false)
  expect(clips.map(({ name }) => name)).toEqual(['Take 1', 'Take 1'])
})

test('E-14 takes are counted on their track', () => {
  const empty = emptyProject('p', 'Test')
  const clip = { kind: 'audio' as const, node: 'guitar', asset: asset.sha256, start: 0, length: 4 }
  const clips = {
    a: { ...clip, id: 'a', name: 'Take 7', offset: 0 },
    b: { ...clip, id: 'b', name: 'Chorus 9', offset: 0 },
    c: { ...clip, id: 'c', name: 'Take 12', node: 'bass', offset: 0 },
  }
  const guitar = {
    id: 'guitar',
    type: 'audio-track/audio-track',
    position: { x: 0, y: 0 },
    params: {},
  }
  const graph = { ...empty.graph, nodes: { ...empty.graph.nodes, guitar } }
  const { edits } = takeEdits({ ...empty, graph, clips }, { asset, warnings: [] }, 'guitar', [
    { frame: 0, position: 0 },
  ])
  expect(edits.at(-1)).toMatchObject({ kind: 'add-clip', clip: { name: 'Take 8' } })
})
