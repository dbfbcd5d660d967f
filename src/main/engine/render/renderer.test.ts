import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { automationAt, type AutomationPoint } from '#shared/graph'
import type { EngineNode } from '../graph'
import { ampNode, graphOf, InProcess, kernelNode } from '../testing/in-process'
import { ArenaFullError } from './arena'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'renderer-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A gain with a parameter in dB. */
function gainNode(value: number, points?: readonly AutomationPoint[]): EngineNode {
  const node = kernelNode('gain', 'gain', {}, true)
  return {
    ...node,
    params: { level: { value, glides: true, ...(points && { points }) } },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel: 'gain', params: { gain: { param: 'level', as: 'gain' } } } },
      cables: ['in -> k.in', 'k.out -> out'],
    },
  }
}

const still = (value: number) => ({ value, glides: false })

/** A player of a ramp: sample n is n. */
function rampPlayer(
  frames: number,
  params: EngineNode['params'] = {},
  sampleRate = 48_000,
): EngineNode {
  const path = join(folder, 'ramp.f32')
  writeFileSync(
    path,
    new Uint8Array(Float32Array.from({ length: frames }, (_, index) => index).buffer),
  )
  return {
    ...kernelNode('player', 'player'),
    params: { sound: still(0), start: still(0), loop: still(0), ...params },
    sounds: { sound: { path, sampleRate, channels: 1, frames } },
    dsp: {
      form: 'kernels',
      kernels: {
        k: {
          kernel: 'player',
          params: { sound: { param: 'sound' }, start: { param: 'start' }, loop: { param: 'loop' } },
        },
      },
      cables: ['k.out -> out'],
    },
  }
}

const left = (samples: Float32Array) => samples.filter((_, index) => index % 2 === 0)

describe('A-05 automation', () => {
  const points: AutomationPoint[] = [
    { time: 0.001, value: -60, curve: 'linear' },
    { time: 0.0105, value: 6, curve: 'hold' },
    { time: 0.02, value: -12, curve: 'exponential' },
    { time: 0.0301, value: -3, curve: 'spline' },
    { time: 0.0337, value: 5, curve: 'spline' },
    { time: 0.0389, value: 6, curve: 'hold' },
  ]
  test('every sample has the value of its own time', () => {
    using run = new InProcess(
      graphOf([rampPlayer(4096), gainNode(0, points)], ['player>gain', 'gain>output']),
    )
    const samples = left(run.render(2048))
    for (let n = 1; n < 2048; n++) {
      expect((samples[n] ?? 0) / n).toBeCloseTo(10 ** (automationAt(points, n / 48_000) / 20), 5)
    }
  })

  test('points that change while it plays count from the next block on', () => {
    const before: AutomationPoint[] = [
      { time: 0, value: -60, curve: 'linear' },
      { time: 1, value: 0, curve: 'hold' },
    ]
    const after: AutomationPoint[] = [
      { time: 0, value: 0, curve: 'linear' },
      { time: 1, value: -60, curve: 'hold' },
    ]
    const wires = ['player>gain', 'gain>output']
    const player = rampPlayer(8192)
    using run = new InProcess(graphOf([player, gainNode(0, before)], wires))
    run.render(2048)
    run.load(graphOf([player, gainNode(0, after)], wires))
    const samples = left(run.render(2048))
    for (let n = 0; n < 2048; n++) {
      const level = 10 ** (automationAt(after, (2048 + n) / 48_000) / 20)
      expect((samples[n] ?? 0) / (2048 + n)).toBeCloseTo(level, 5)
    }
  })

  test('no partition of the timeline changes a bit', () => {
    const graph = graphOf(
      [kernelNode('osc', 'oscillator', { waveform: 1 }), gainNode(0, points)],
      ['osc>gain', 'gain>output'],
    )
    using one = new InProcess(graph)
    using other = new InProcess(graph)
    expect(one.render(8192)).toEqual(other.render(8192, [128, 384, 1024, 256]))
  })
})

describe('a knob that is turned while it sounds', () => {
  test('glides to the new value within 20 ms and then stands', () => {
    const player = rampPlayer(8192)
    using run = new InProcess(graphOf([player, gainNode(0)], ['player>gain', 'gain>output']))
    run.render(128, [128])
    run.load(graphOf([player, gainNode(-20)], ['player>gain', 'gain>output']))
    const samples = left(run.render(2048, [128])).map((sample, index) => sample / (index + 128))
    for (let i = 1; i < samples.length; i++) {
      expect(Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0))).toBeLessThan(0.002)
    }
    expect(samples[960]).toBeCloseTo(0.1, 6)
    expect(samples[2047]).toBeCloseTo(0.1, 6)
  })
})

describe('the player', () => {
  test('follows the timeline, begins at its start, and is silent before and after', () => {
    using run = new InProcess(
      graphOf(
        [rampPlayer(1000, { start: { value: 300 / 48_000, glides: true } })],
        ['player>output'],
      ),
    )
    const samples = left(run.render(2048))
    expect(samples[299]).toBe(0)
    expect(samples[301]).toBe(1)
    expect(samples[1299]).toBe(999)
    expect(samples[1300]).toBe(0)
  })

  test('a loop of the timeline wraps to the frame', () => {
    using run = new InProcess(
      graphOf([rampPlayer(4000)], ['player>output'], { loop: { start: 100, end: 777 } }),
    )
    const samples = left(run.render(2048, [128]))
    expect(samples[776]).toBe(776)
    expect(samples[777]).toBe(100)
    expect(samples[777 + 676]).toBe(776)
    expect(samples[777 + 677]).toBe(100)
  })

  test('a looping sound begins again', () => {
    using run = new InProcess(
      graphOf([rampPlayer(500, { loop: { value: 1, glides: false } })], ['player>output']),
    )
    const samples = left(run.render(2048))
    expect([samples[499], samples[500], samples[1001]]).toEqual([499, 0, 1])
  })

  test('A-10 another sample rate is converted, the same for every partition', () => {
    const graph = graphOf([rampPlayer(40_000, {}, 44_100)], ['player>output'])
    using one = new InProcess(graph)
    using other = new InProcess(graph)
    const samples = one.render(32_768)
    expect(samples).toEqual(other.render(32_768, [128, 640]))
    expect(left(samples)[10_000]).toBeCloseTo((10_000 * 44_100) / 48_000, 1)
  })

  test('A-10 a sound of 768 kHz at 44.1 kHz fits its window in the longest block', () => {
    const graph = graphOf([rampPlayer(100_000, {}, 768_000)], ['player>output'], {
      sampleRate: 44_100,
    })
    using one = new InProcess(graph)
    using other = new InProcess(graph)
    const samples = one.render(8192)
    expect(samples).toEqual(other.render(8192, [128]))
    expect(left(samples)[4000]).toBeCloseTo((4000 * 768_000) / 44_100, 0)
  })

  test('F11 a sound that is gone is silent, and the node says so', () => {
    const player = rampPlayer(1000)
    const gone = {
      ...player,
      sounds: {
        sound: { path: join(folder, 'gone.f32'), sampleRate: 48_000, channels: 1, frames: 1000 },
      },
    }
    using run = new InProcess(graphOf([gone], ['player>output']))
    expect(Math.max(...run.render(1024))).toBe(0)
    expect(run.troubles).toMatchObject([['player', { code: 'asset-missing' }]])
  })
})

describe('mixing', () => {
  test('several cables into one input are summed, in an order that does not follow the keys', () => {
    const nodes = [
      kernelNode('a', 'oscillator', { frequency: 100 }),
      kernelNode('b', 'oscillator', { frequency: 333 }),
      kernelNode('c', 'noise'),
    ]
    const graph = graphOf(nodes, ['a>output', 'b>output', 'c>output'])
    const turned = {
      ...graph,
      cables: Object.fromEntries(Object.entries(graph.cables).toReversed()),
    }
    using one = new InProcess(graph)
    using other = new InProcess(turned)
    expect(one.render(1024)).toEqual(other.render(1024))
  })

  test('a bypassed effect lets its input through, a bypassed generator is silent', () => {
    const osc = kernelNode('osc', 'oscillator')
    const gain = { ...gainNode(-20), bypassed: true }
    using through = new InProcess(graphOf([osc, gain], ['osc>gain', 'gain>output']))
    using direct = new InProcess(graphOf([osc], ['osc>output']))
    expect(through.render(1024)).toEqual(direct.render(1024))
    using silent = new InProcess(graphOf([{ ...osc, bypassed: true }], ['osc>output']))
    expect(Math.max(...silent.render(1024))).toBe(0)
  })

  test('S25 what is no sound is taken out at the cable, and blamed on its node', () => {
    const code = `export default { nodes: { node: () => ({ process({ outputs }) { outputs.out[0].set([NaN, Infinity, -Infinity, 1e-40, 0.5]) } }) } }`
    const path = join(folder, 'bad.js')
    writeFileSync(path, code)
    const bad: EngineNode = {
      ...kernelNode('bad', 'oscillator'),
      dsp: { form: 'script', code: { plugin: 'bad', node: 'node', path } },
    }
    using run = new InProcess(graphOf([bad], ['bad>output']))
    expect([...left(run.render(128)).subarray(0, 5)]).toEqual([0, 0, 0, 0, 0.5])
    expect(run.troubles[0]).toMatchObject(['bad', { code: 'script-output-invalid' }])
  })
})

describe('control cables', () => {
  test('a kernel’s parameter follows a control input sample by sample, and stands at its default without one', () => {
    const constant: EngineNode = {
      ...kernelNode('level', 'constant', { value: 0.25 }),
      outputs: { out: { kind: 'control' } },
    }
    const player = rampPlayer(1024)
    using wired = new InProcess(
      graphOf([player, constant, ampNode('amp')], ['player>amp', 'level>amp.gain', 'amp>output']),
    )
    expect(left(wired.render(1024))[1000]).toBe(250)
    using loose = new InProcess(graphOf([player, ampNode('amp')], ['player>amp', 'amp>output']))
    expect(left(loose.render(1024))[1000]).toBe(1000)
  })
})

describe('edits', () => {
  test('a node that an edit leaves alone keeps its state', () => {
    const osc = kernelNode('osc', 'oscillator', { frequency: 100 })
    using edited = new InProcess(graphOf([osc], ['osc>output']))
    using left = new InProcess(graphOf([osc], ['osc>output']))
    edited.render(1024)
    left.render(1024)
    edited.load(graphOf([osc, kernelNode('other', 'noise')], ['osc>output']))
    expect(edited.render(1024)).toEqual(left.render(1024))
  })

  test('a loop that sounds has no gap when something else is edited', () => {
    const path = join(folder, 'impulse.js')
    writeFileSync(
      path,
      'export default { nodes: { node: () => { let n = 0; return { process({ outputs }) { if (n++ === 0) outputs.out[0][0] = 1 } } } } }',
    )
    const impulse: EngineNode = {
      ...kernelNode('impulse', 'oscillator'),
      dsp: { form: 'script', code: { plugin: 'impulse', node: 'node', path } },
    }
    const half = kernelNode('half', 'gain', { gain: 0.5 }, true)
    const wires = ['impulse>half', 'half>half', 'half>output']
    using run = new InProcess(graphOf([impulse, half], wires))
    run.render(128, [128])
    run.load(graphOf([impulse, half, kernelNode('other', 'gain', {}, true)], wires))
    expect(run.render(128, [128])[0]).toBe(0.25)
    run.renderer.rewind(0)
    expect([run.render(128, [128])[0], run.render(128, [128])[0]]).toEqual([0.5, 0.25])
  })

  test('a graph that the memory does not hold is silent, and leaves nothing behind', () => {
    const osc = kernelNode('osc', 'oscillator')
    const many = Array.from({ length: 900 }, (_, index) =>
      kernelNode(`d${index}`, 'delay', {}, true),
    )
    const huge = graphOf([osc, ...many], ['osc>output'], { sampleRate: 48_000 })
    using run = new InProcess(graphOf([osc], ['osc>output']))
    for (let i = 0; i < 3; i++) {
      expect(() => run.load(huge)).toThrow(ArenaFullError)
      expect(Math.max(...run.render(1024))).toBe(0)
      run.load(graphOf([osc], ['osc>output']))
      expect(Math.max(...run.render(1024))).toBeGreaterThan(0.5)
    }
    // What a delay held, other nodes can have.
    const other = Array.from({ length: 500 }, (_, index) => kernelNode(`n${index}`, 'noise'))
    run.load(graphOf(other, ['n1>output']))
    expect(Math.max(...run.render(1024))).toBeGreaterThan(0.5)
  })

  test('rewinding gives the same again', () => {
    using run = new InProcess(
      graphOf([kernelNode('n', 'noise'), kernelNode('d', 'delay', {}, true)], ['n>d', 'd>output']),
    )
    const first = run.render(4096)
    run.renderer.rewind(0)
    expect(run.render(4096)).toEqual(first)
  })

  test('memory is handed back: 2,000 edits do not make the arena grow', () => {
    const osc = kernelNode('osc', 'oscillator')
    using run = new InProcess(graphOf([osc], ['osc>output']))
    const before = run.renderer.kernels.arena.memory.buffer.byteLength
    for (let i = 0; i < 1000; i++) {
      run.load(
        graphOf(
          [osc, kernelNode(`n${i}`, 'delay', {}, true)],
          ['osc>output', `osc>n${i}`, `n${i}>output`],
        ),
      )
      run.load(graphOf([osc], ['osc>output']))
    }
    expect(run.renderer.kernels.arena.memory.buffer.byteLength - before).toBeLessThan(16 * 2 ** 20)
  })
})
