import binaryen from 'binaryen'
import { describe, expect, test } from 'vitest'
import { LANE_MOVER } from './lane-mover'
import { LineMover, LINE_MOVER } from './line-mover'

/** Eight times the same, 16 bytes further each time. */
function eight(text: string): string {
  return Array.from({ length: 8 }, (_, i) => text.replaceAll('@', `offset=${i * 16}`)).join('\n')
}

function copy(name: string, from: string, to: string, gapped: string): string {
  return `
  (func (export "${name}") (param $to i32) (param $from i32) (param $lanes i32) (param $gap i32)
    (local $end i32)
    (loop $lane
      (if (i32.eqz (local.get $lanes)) (then (return)))
      (local.set $end (i32.add (local.get $to) (i32.const 512)))
      (loop $part
        ${eight(`(v128.store $${to} @ (local.get $to) (v128.load $${from} @ (local.get $from)))`)}
        (local.set $to (i32.add (local.get $to) (i32.const 128)))
        (local.set $from (i32.add (local.get $from) (i32.const 128)))
        (br_if $part (i32.lt_u (local.get $to) (local.get $end))))
      (local.set $${gapped} (i32.add (local.get $${gapped}) (local.get $gap)))
      (local.set $lanes (i32.sub (local.get $lanes) (i32.const 1)))
      (br $lane)))`
}

const textFor = (own: string) => `(module
  (import "" "stage" (memory $stage 0 65536 shared))
  (import "" "own" (memory $own ${own}))
  ${copy('take', 'stage', 'own', 'from')}
  ${copy('give', 'own', 'stage', 'to')}
  (func (export "clear") (param $to i32) (param $end i32)
    (loop $part
      (if (i32.ge_u (local.get $to) (local.get $end)) (then (return)))
      ${eight('(v128.store $own @ (local.get $to) (v128.const i64x2 0 0))')}
      (local.set $to (i32.add (local.get $to) (i32.const 128)))
      (br $part))))`

describe('S1-03 the copies between the engine and a script', () => {
  test('are the bytes of the text that stands here', () => {
    const bytesFor = (own: string) => {
      const module = binaryen.parseText(textFor(own))
      module.setFeatures(binaryen.Features.All)
      expect(module.validate()).toBe(1)
      return module.emitBinary()
    }
    expect(LANE_MOVER).toEqual(bytesFor('0'))
    expect(LINE_MOVER).toEqual(bytesFor('0 65536 shared'))
  })

  test('so do those of the engine, whole lines at a time', () => {
    const memory = () => new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true })
    const [engine, stage] = [memory(), memory()]
    const [ours, theirs] = [new Float32Array(engine.buffer), new Float32Array(stage.buffer)]
    ours.forEach((_, i) => (ours[i] = i))
    const mover = new LineMover(engine, stage)
    mover.give(1024, 512, 3)
    expect([...theirs.subarray(256, 640)]).toEqual([...ours.subarray(128, 512)])
    expect(theirs.filter(sample => sample !== 0).length).toBe(384)
    theirs.fill(-1)
    mover.take(2048, 0, 2)
    expect([...ours.subarray(510, 514)]).toEqual([510, 511, -1, -1])
    expect([...ours.subarray(766, 770)]).toEqual([-1, -1, 768, 769])
    expect(() => mover.take(65_536 - 512, 0, 2)).toThrow('out of bounds')
  })

  test('touch the lanes that they are told of and nothing beside them', () => {
    const stage = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
    const own = new WebAssembly.Memory({ initial: 1, maximum: 1 })
    const module = new WebAssembly.Module(LANE_MOVER)
    const { exports } = new WebAssembly.Instance(module, { '': { stage, own } })
    const call = (name: string, ...numbers: number[]) => {
      const found = exports[name]
      if (typeof found === 'function') Reflect.apply(found, undefined, numbers)
    }
    const [staged, mine] = [new Float32Array(stage.buffer), new Float32Array(own.buffer)]
    staged.forEach((_, i) => (staged[i] = i))
    call('take', 4096, 512, 2, 1024)
    const lane = (from: number) => Array.from({ length: 128 }, (_, i) => from + i)
    expect([...mine.subarray(1024, 1280)]).toEqual([...lane(128), ...lane(512)])
    expect(mine.reduce((sum, value) => sum + Math.abs(value), 0)).toBe(
      [...lane(128), ...lane(512)].reduce((sum, value) => sum + value, 0),
    )
    call('clear', 4096, 4608)
    expect([...mine.subarray(1024, 1280)]).toEqual([...lane(0).fill(0), ...lane(512)])
    call('give', 0, 4096, 2, 512)
    expect([...staged.subarray(0, 512)]).toEqual([
      ...lane(0).fill(0),
      ...lane(128),
      ...lane(512),
      ...lane(384),
    ])
  })
})
