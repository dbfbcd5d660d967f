import { onnx } from 'onnx-proto'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { openModel, openModelBytes } from './open-model'

const FLOAT16 = 10

/** y = x + w, all of it in half precision. */
function halfModel(weights: readonly number[]): Uint8Array {
  const value = (name: string): onnx.IValueInfoProto => ({
    name,
    type: { tensorType: { elemType: FLOAT16, shape: { dim: [{ dimValue: weights.length }] } } },
  })
  const rawData = new Uint8Array(Float16Array.from(weights).buffer)
  return onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'half',
      node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
      initializer: [{ name: 'w', dataType: FLOAT16, dims: [weights.length], rawData }],
      input: [value('x')],
      output: [value('y')],
    },
  }).finish()
}

describe('S3-02 a model of half precision', () => {
  // All of them, and their sums, are numbers of eleven bits.
  const weights = [1, -0.25, 1024, 0.0009765625]
  const given = Float32Array.of(0.5, 3, 2, -0.000_488_281_25)
  const sums = [1.5, 2.75, 1026, 0.000_488_281_25]

  test('takes and gives floats', async () => {
    await using model = unwrap(await openModelBytes(halfModel(weights)))
    const { y } = await model.run({ x: model.floats(given, [4]) })
    expect(y?.data).toEqual(Float32Array.from(sums))
  })

  test('writes into the memory that it is given', async () => {
    await using model = unwrap(await openModelBytes(halfModel(weights)))
    const into = new Float32Array(4)
    await model.run({ x: model.floats(given, [4]) }, { y: model.floats(into, [4]) })
    expect([...into]).toEqual(sums)
  })

  test('what half precision does not have is rounded to the nearest, beyond its reach to infinity', async () => {
    await using model = unwrap(await openModelBytes(halfModel([0, 0])))
    const into = new Float32Array(2)
    await model.run(
      { x: model.floats(Float32Array.of(0.1, 1e6), [2]) },
      { y: model.floats(into, [2]) },
    )
    expect([...into]).toEqual([0.0999755859375, Infinity])
  })
})

describe('O02 tensors in other files', () => {
  /** y = x + w, whose w lies where `location` says. */
  const pointing = (location: string, inside = false): Uint8Array => {
    const dim = [{ dimValue: 4 }]
    const value = (name: string) => ({
      name,
      type: { tensorType: { elemType: 1, shape: { dim } } },
    })
    const w: onnx.ITensorProto = {
      name: 'w',
      dataType: 1,
      dims: [4],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [{ key: 'location', value: location }],
    }
    const add = { opType: 'Add', input: ['x', 'w'], output: ['y'] }
    const constant = {
      opType: 'Constant',
      output: ['w'],
      attribute: [{ name: 'value', type: 4, t: w }],
    }
    return onnx.ModelProto.encode({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'pointing',
        node: inside ? [constant, add] : [add],
        initializer: inside ? [] : [w],
        input: [value('x')],
        output: [value('y')],
      },
    }).finish()
  }

  test('are not read, whatever lies there: a link, a hard link, a folder within, nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wireharp-pointing-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
    const secret = join(folder, 'secret.bin')
    writeFileSync(secret, new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer))
    symlinkSync(secret, join(folder, 'link.bin'))
    linkSync(secret, join(folder, 'hard.bin'))
    mkdirSync(join(folder, 'within'))
    linkSync(secret, join(folder, 'within/w.bin'))
    const places = ['link.bin', 'hard.bin', 'within/w.bin', 'secret.bin', 'missing.bin', secret]
    for (const place of [...places, '../secret.bin', '*/_ORT_MEM_ADDR_/*']) {
      for (const inside of [false, true]) {
        const path = join(folder, 'model.onnx')
        writeFileSync(path, pointing(place, inside))
        const failure = { ok: false, error: { code: 'model-refused' } }
        const opened = await openModel({ path })
        expect(opened).toMatchObject(failure)
        expect(opened.ok ? '' : opened.error.message).toMatch(/lies in another file/)
      }
    }
  })
})
