import { describe, expect, test, vi } from 'vitest'
import { fail, type Failure } from '#shared/kit'
import type { Instruction } from '../graph'
import type { Pause } from '../render'
import { EditQueue } from './edit-queue'

const batch = (node: string): Instruction[] => [{ op: 'drop-node', node }]
const turn = () => new Promise(resolve => setImmediate(resolve))

/** A renderer whose edits need so many steps, each as long as a turn, and are taken when the fade before is over. */
class FakeRenderer {
  readonly log: string[] = []
  readonly #steps: number
  /** Ends the fade that keeps an edit waiting. */
  endFade: (() => void) | undefined
  fades = false
  /** What is done elsewhere before the first step. */
  pause: Promise<void> | undefined

  constructor(steps: number) {
    this.#steps = steps
  }

  *prepare([first]: readonly Instruction[]): Generator<Pause, void> {
    const { pause } = this
    if (pause !== undefined) yield () => pause
    for (let step = 0; step < this.#steps; step++) {
      this.log.push(`make ${nameOf(first)}`)
      const end = performance.now() + 4
      while (performance.now() < end);
      yield
    }
  }

  commit([first]: readonly Instruction[], done: (failure?: Failure) => void = () => {}): void {
    const take = () => {
      this.log.push(`take ${nameOf(first)}`)
      done(nameOf(first) === 'bad' ? fail('graph-too-large', '') : undefined)
    }
    if (this.fades) this.endFade = take
    else take()
  }
}

const nameOf = (first: Instruction | undefined) => (first?.op === 'drop-node' ? first.node : '')

describe('A-06 edits while sound plays', () => {
  test('are made in turns between which others have theirs, and taken in their order', async () => {
    const renderer = new FakeRenderer(2)
    const queue = new EditQueue(renderer, () => {})
    queue.add(batch('a'))
    queue.add(batch('b'))
    expect(renderer.log).toEqual(['make a'])
    await turn()
    expect(renderer.log).toEqual(['make a', 'make a'])
    await vi.waitFor(() => expect(renderer.log.at(-1)).toBe('take b'))
    expect(renderer.log).toEqual(['make a', 'make a', 'take a', 'make b', 'make b', 'take b'])
  })

  test('that bring nothing are taken at once', () => {
    const renderer = new FakeRenderer(0)
    new EditQueue(renderer, () => {}).add(batch('a'))
    expect(renderer.log).toEqual(['take a'])
  })

  test('are not begun before the fade of the one before lets it be taken', async () => {
    const renderer = new FakeRenderer(1)
    renderer.fades = true
    const queue = new EditQueue(renderer, () => {})
    queue.add(batch('a'))
    queue.add(batch('b'))
    await vi.waitFor(() => expect(renderer.endFade).toBeDefined())
    expect(renderer.log).toEqual(['make a'])
    renderer.fades = false
    renderer.endFade?.()
    await vi.waitFor(() => expect(renderer.log).toEqual(['make a', 'take a', 'make b', 'take b']))
  })

  test('wait for what goes on elsewhere, and those after them for their turn', async () => {
    const renderer = new FakeRenderer(1)
    const { promise, resolve } = Promise.withResolvers<void>()
    renderer.pause = promise
    const queue = new EditQueue(renderer, () => {})
    queue.add(batch('a'))
    queue.add(batch('b'))
    await turn()
    expect(renderer.log).toEqual([])
    resolve()
    await vi.waitFor(() => expect(renderer.log).toEqual(['make a', 'take a', 'make b', 'take b']))
  })

  test('are taken when sound stops, whatever goes on elsewhere', async () => {
    const renderer = new FakeRenderer(1)
    const { promise, resolve } = Promise.withResolvers<void>()
    renderer.pause = promise
    const queue = new EditQueue(renderer, () => {})
    queue.add(batch('a'))
    queue.flush()
    expect(renderer.log).toEqual(['take a'])
    resolve()
    await turn()
    expect(renderer.log).toEqual(['take a'])
  })

  test('are all taken when sound stops, each answered for itself', () => {
    const renderer = new FakeRenderer(3)
    const answers: (string | undefined)[] = []
    const queue = new EditQueue(renderer, failure => answers.push(failure?.code))
    for (const node of ['a', 'bad', 'c']) queue.add(batch(node))
    queue.flush()
    expect(renderer.log).toEqual(['make a', 'take a', 'take bad', 'take c'])
    expect(answers).toEqual([undefined, 'graph-too-large', undefined])
  })
})
