import { onnx } from 'onnx-proto'

const FLOAT = 1
const INT64 = 7
const BOOL = 9

const value = (name: string, elemType: number, dims: readonly (number | string)[]) => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: {
        dim: dims.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })),
      },
    },
  },
})

const op = (opType: string, input: string[], output: string): onnx.INodeProto => ({
  opType,
  input,
  output: [output],
})

/** From `x` [n] to `y` [m]. */
function model(node: onnx.INodeProto[], initializer: onnx.ITensorProto[] = []) {
  const made = onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'small',
      node,
      initializer,
      input: [value('x', FLOAT, ['n'])],
      output: [value('y', FLOAT, ['m'])],
    },
  }).finish()
  return new Uint8Array(made)
}

/** Every number twice. */
export const doublingModel = () => model([op('Add', ['x', 'x'], 'y')])

/** No number at all: 0 / 0. */
export const nothingModel = () =>
  model([op('Sub', ['x', 'x'], 'none'), op('Div', ['none', 'none'], 'y')])

/** As many numbers as the first says. */
export function bombModel() {
  const to: onnx.IAttributeProto = {
    name: 'to',
    type: onnx.AttributeProto.AttributeType.INT,
    i: INT64,
  }
  return model([
    { ...op('Cast', ['x'], 'size'), attribute: [to] },
    op('ConstantOfShape', ['size'], 'zeros'),
    op('Cos', ['zeros'], 'y'),
  ])
}

/** Goes round for ever. */
export function endlessModel() {
  const body: onnx.IGraphProto = {
    name: 'body',
    node: [op('Identity', ['goes'], 'on'), op('Identity', ['carried'], 'next')],
    input: [value('i', INT64, []), value('goes', BOOL, []), value('carried', FLOAT, ['n'])],
    output: [value('on', BOOL, []), value('next', FLOAT, ['n'])],
  }
  const loop: onnx.INodeProto = {
    ...op('Loop', ['', 'true', 'x'], 'y'),
    attribute: [{ name: 'body', type: onnx.AttributeProto.AttributeType.GRAPH, g: body }],
  }
  return model([loop], [{ name: 'true', dataType: BOOL, dims: [], rawData: Uint8Array.of(1) }])
}
