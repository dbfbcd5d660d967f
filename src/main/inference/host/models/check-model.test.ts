import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onnx } from 'onnx-proto'
import { describe, expect, test } from 'vitest'
import { rootFolder } from '../../../kit'
import { sileroSpec } from '../voice/silero-voice'
import { checkModel } from './check-model'

const { DEFAULT, EXTERNAL } = onnx.TensorProto.DataLocation
const silero = readFileSync(join(rootFolder(), 'resources/models/silero-vad/silero_vad.onnx'))

/** y = x + w, with what the test changes. */
function model(change: (model: onnx.IModelProto) => void = () => undefined): Uint8Array {
  const value = (name: string): onnx.IValueInfoProto => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 4 }] } } },
  })
  const made: onnx.IModelProto = {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'g',
      node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
      initializer: [{ name: 'w', dataType: 1, dims: [4], rawData: new Uint8Array(16) }],
      input: [value('x')],
      output: [value('y')],
    },
  }
  change(made)
  return onnx.ModelProto.encode(made).finish()
}
const spec = {
  inputs: { x: { type: 'float32', shape: ['n'] } },
  outputs: { y: { type: 'float32', shape: [4] } },
} as const

const tensor = (change: Partial<onnx.ITensorProto>) => (made: onnx.IModelProto) => {
  if (made.graph) made.graph.initializer = [{ name: 'w', dataType: 1, dims: [4], ...change }]
}
const refused = (
  bytes: Uint8Array,
  reason: RegExp,
  wanted: Parameters<typeof checkModel>[1] = spec,
) => expect(messageOf(checkModel(bytes, wanted))).toMatch(reason)

const messageOf = (result: ReturnType<typeof checkModel>) =>
  result.ok || result.error.code !== 'model-refused' ? '' : result.error.message

describe('O models of others', () => {
  test('a model that is what it says goes through, a real one too', () => {
    expect(checkModel(model(), spec)).toMatchObject({ ok: true })
    expect(checkModel(silero, sileroSpec)).toMatchObject({ ok: true })
  })

  test('O01 what is no model, or cut off, is refused', () => {
    refused(new Uint8Array(), /empty/)
    refused(Buffer.from('PK\u0003\u0004 a zip file with another name'), /no ONNX model|no graph/)
    refused(
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + 13) % 251)),
      /no ONNX model/,
    )
    // Cut off at each twentieth.
    for (let part = 1; part < 20; part++) {
      const cut = silero.subarray(0, Math.floor((silero.length * part) / 20))
      expect(checkModel(cut, sileroSpec)).toMatchObject({ ok: false })
    }
    // As long as 2 GB and more: the length alone decides, nothing of it is read.
    const long = Object.defineProperty(new Uint8Array(8), 'length', { value: 2 ** 31 })
    refused(long, /larger than 2 GB/)
  })

  test.each([
    ['../../etc/passwd', EXTERNAL],
    ['/etc/passwd', EXTERNAL],
    ['weights.bin', EXTERNAL],
    ['*/_ORT_MEM_ADDR_/*', DEFAULT],
  ])('O02 a tensor in another file (%s) is refused', (value, dataLocation) => {
    const externalData = [{ key: 'location', value }]
    refused(model(tensor({ dataLocation, externalData })), /another file/)
  })

  test('O03 inputs and outputs other than the manifest’s are refused', () => {
    refused(model(), /no input “z”/, { ...spec, inputs: { ...spec.inputs, z: spec.inputs.x } })
    refused(model(), /does not name/, { ...spec, inputs: {} })
    refused(model(), /not int64/, { ...spec, inputs: { x: { type: 'int64', shape: ['n'] } } })
    refused(model(), /is 4, not 8/, { ...spec, outputs: { y: { type: 'float32', shape: [8] } } })
    refused(model(), /1 dimensions, not 2/, {
      ...spec,
      inputs: { x: { type: 'float32', shape: [1, 4] } },
    })
    // Where the manifest leaves a size open, and where there is none, nothing that nobody has.
    for (const [dimValue, said] of [
      [-1, /dimension of -1/],
      [1e9, /claims 1000000000 elements/],
    ] as const) {
      const sized = model(made => {
        const dim = made.graph?.input?.[0]?.type?.tensorType?.shape?.dim
        dim?.splice(0, 1, { dimValue })
      })
      refused(sized, said)
      expect(messageOf(checkModel(sized))).toMatch(said)
    }
  })

  test('O04 tensors that claim more than they hold are refused, and never made', () => {
    refused(
      model(tensor({ dims: [1e6, 1e6], rawData: new Uint8Array(16) })),
      /claims 1000000000000/,
    )
    refused(
      model(tensor({ dims: [5], rawData: new Uint8Array(16) })),
      /claims 5 elements and holds 16/,
    )
    refused(model(tensor({ dims: [1000], floatData: [1, 2] })), /claims 1000 elements and holds 2/)
    refused(model(tensor({ dims: [-1], rawData: new Uint8Array(16) })), /dimension of -1/)
    const sparse = (made: onnx.IModelProto) => {
      if (made.graph) made.graph.sparseInitializer = [{ dims: [1e9] }]
    }
    refused(model(sparse), /sparse/)
    refused(
      model(tensor({ dims: [2 ** 62, 4], rawData: new Uint8Array(16) })),
      /claims 18446744073709552000/,
    )
    const hidden = (made: onnx.IModelProto) => {
      const sparseTensor = { dims: [1e12], values: { dataType: 1, dims: [1] } }
      const attribute = [{ name: 'sparse_value', sparseTensor }]
      if (made.graph) made.graph.node = [{ opType: 'Constant', output: ['y'], attribute }]
    }
    refused(model(hidden), /sparse/)
  })

  test('O05 operators of libraries that nobody knows, and of a time to come, are refused', () => {
    const domain = (made: onnx.IModelProto) =>
      (made.opsetImport = [{ domain: 'evil.ops', version: 1 }])
    refused(model(domain), /evil\.ops/)
    const node = (made: onnx.IModelProto) => {
      if (made.graph) made.graph.node = [{ opType: 'Run', domain: 'evil.ops', output: ['y'] }]
    }
    refused(model(node), /evil\.ops/)
    refused(
      model(made => (made.opsetImport = [{ version: 99 }])),
      /version 99/,
    )
  })

  test('O06 nesting without end and wild lengths are refused, and do not take the stack with them', () => {
    let graph: onnx.IGraphProto = { node: [{ opType: 'Identity' }] }
    for (let depth = 0; depth < 40; depth++) {
      graph = {
        node: [
          {
            opType: 'If',
            attribute: [
              { name: 'then_branch', type: onnx.AttributeProto.AttributeType.GRAPH, g: graph },
            ],
          },
        ],
      }
    }
    refused(
      model(made => (made.graph = graph)),
      /nested too deeply/,
    )
    // Length-delimited fields within one another, 10,000 deep, as the graph of the model.
    const heads: Buffer[] = []
    for (let depth = 0, length = 0; depth < 10_000; depth++) {
      const head = Buffer.concat([Buffer.of(0x0a), varint(length)])
      heads.unshift(head)
      length += head.length
    }
    const inner = Buffer.concat(heads)
    refused(Buffer.concat([Buffer.of(0x3a), varint(inner.length), inner]), /./)
    // Groups within one another, as old protobuf had them.
    refused(Buffer.alloc(10_000, 0x0b), /what is no model/)
    refused(Buffer.concat([Buffer.of(0x3a), Buffer.alloc(12, 0xff)]), /no ONNX model/)
    // A million fields that no model has, beside the model and within its graph.
    const unknown = Buffer.alloc(3_000_000)
    for (let at = 0; at < unknown.length; at += 3) unknown.set([0x80, 0x7d, 0x01], at)
    refused(Buffer.concat([model(), unknown]), /what is no model/)
    const graph2 = Buffer.concat([Buffer.of(0x3a), varint(unknown.length), unknown])
    refused(Buffer.concat([model(), graph2]), /what is no model/)
  })
})

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.of(...bytes, rest)
    bytes.push((rest % 128) | 128)
  }
}
