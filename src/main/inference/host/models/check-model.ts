import { onnx } from 'onnx-proto'
import { err, fail, ok, type Result } from '#shared/kit'
import { unknownFields } from './unknown-fields'

/** What a manifest says of a model's input or output. A dimension that is not fixed is a name. */
export interface TensorSpec {
  readonly type: 'float32' | 'float16' | 'int64' | 'int32' | 'uint8' | 'bool'
  readonly shape: readonly (number | string)[]
}

export interface ModelSpec {
  readonly inputs: Readonly<Record<string, TensorSpec>>
  readonly outputs: Readonly<Record<string, TensorSpec>>
}

/** onnx.TensorProto.DataType, and the bytes of one element. */
const types: ReadonlyMap<number, readonly [string, number]> = new Map([
  [1, ['float32', 4]],
  [2, ['uint8', 1]],
  [3, ['int8', 1]],
  [6, ['int32', 4]],
  [7, ['int64', 8]],
  [9, ['bool', 1]],
  [10, ['float16', 2]],
  [11, ['float64', 8]],
])
/** Of the standard and of onnxruntime itself; a library of somebody's own is none of them. */
const domains: ReadonlySet<string> = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])
const MOST_BYTES = 2 ** 31 - 1
/** Elements of an input or output: an hour of sound has fewer. */
const MOST_SHAPE = 5e8
const DEEPEST = 16
const NEWEST_OPSET = 25
/** Fields that ONNX does not have: some are borne, of versions to come. */
const MOST_UNKNOWN = 1000

/**
 * Looks through a model before the runtime sees it. A model is a program of somebody else: one that points to files
 * beside it, claims more than it holds, uses operators of unknown libraries, or is not what its manifest says is
 * refused with what is wrong. See rows O01–O06.
 */
export function checkModel(bytes: Uint8Array, spec?: ModelSpec): Result<void> {
  const refuse = (detail: string) => err(fail('model-refused', detail))
  if (bytes.length === 0) return refuse('The file is empty.')
  if (bytes.length > MOST_BYTES) return refuse('The file is larger than 2 GB.')
  if (unknownFields(bytes) > MOST_UNKNOWN) return refuse('The file holds what is no model.')
  const model = decode(bytes)
  if (model === undefined) return refuse('The file is no ONNX model, or it is damaged.')
  const { graph } = model
  if (!graph || (graph.node ?? []).length === 0) return refuse('The model has no graph.')
  for (const { domain, version } of model.opsetImport ?? []) {
    if (!domains.has(domain ?? '')) return refuse(`It needs operators of “${plain(domain)}”.`)
    if ((domain ?? '') === '' && Number(version) > NEWEST_OPSET) {
      return refuse(
        `It needs version ${Number(version)} of the operators; ${NEWEST_OPSET} is the newest known.`,
      )
    }
  }
  const problem = graphProblem(graph, 0) ?? shapeProblem(graph) ?? functionProblem(model)
  if (problem !== undefined) return refuse(problem)
  const difference = spec === undefined ? undefined : differenceFrom(graph, spec)
  return difference === undefined ? ok() : refuse(difference)
}

/** Undefined for whatever is no protobuf of this form: cut off, nested without end, or something else. */
function decode(bytes: Uint8Array): onnx.ModelProto | undefined {
  try {
    return onnx.ModelProto.decode(bytes)
  } catch {
    return undefined
  }
}

function functionProblem({ functions }: onnx.ModelProto): string | undefined {
  return (functions ?? []).length > 0 ? 'It brings functions of its own.' : undefined
}

function graphProblem(graph: onnx.IGraphProto, depth: number): string | undefined {
  if (depth > DEEPEST) return 'Its graphs are nested too deeply.'
  if ((graph.sparseInitializer ?? []).length > 0) return 'It uses sparse tensors.'
  for (const tensor of graph.initializer ?? []) {
    const problem = tensorProblem(tensor)
    if (problem !== undefined) return problem
  }
  for (const node of graph.node ?? []) {
    const problem = nodeProblem(node, depth)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** What goes in and out: a size that nobody has is a claim, whatever the manifest leaves open. */
function shapeProblem({ input, output }: onnx.IGraphProto): string | undefined {
  for (const { name, type } of [...(input ?? []), ...(output ?? [])]) {
    let elements = 1
    for (const { dimValue } of type?.tensorType?.shape?.dim ?? []) {
      const size = Number(dimValue ?? 0)
      if (size < 0) return `“${plain(name)}” has a dimension of ${size}.`
      if (size > 0) elements *= size
    }
    if (elements > MOST_SHAPE) return `“${plain(name)}” claims ${elements} elements.`
  }
  return undefined
}

function nodeProblem(node: onnx.INodeProto, depth: number): string | undefined {
  if (!domains.has(node.domain ?? '')) return `It uses operators of “${plain(node.domain)}”.`
  for (const attribute of node.attribute ?? []) {
    const sparse = attribute.sparseTensor ?? attribute.sparseTensors?.[0]
    if (sparse !== undefined && sparse !== null) return 'It uses sparse tensors.'
    const tensors = [...(attribute.tensors ?? []), ...(attribute.t ? [attribute.t] : [])]
    const graphs = [...(attribute.graphs ?? []), ...(attribute.g ? [attribute.g] : [])]
    const problem =
      tensors.map(tensorProblem).find(found => found !== undefined) ??
      graphs.map(graph => graphProblem(graph, depth + 1)).find(found => found !== undefined)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Whether a tensor holds what it claims, itself: nothing is read from other files, nothing made up from a claim. */
function tensorProblem(tensor: onnx.ITensorProto): string | undefined {
  const name = plain(tensor.name)
  if (
    tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL ||
    (tensor.externalData ?? []).length > 0
  ) {
    return `Its tensor “${name}” lies in another file.`
  }
  let elements = 1
  for (const dimension of tensor.dims ?? []) {
    const size = Number(dimension)
    if (size < 0) return `Its tensor “${name}” has a dimension of ${size}.`
    elements *= size
  }
  if (elements > MOST_BYTES) return `Its tensor “${name}” claims ${elements} elements.`
  const type = types.get(tensor.dataType ?? 0)
  if (type === undefined) return undefined
  const held = tensor.rawData?.length ?? 0
  if (held > 0 && held !== elements * type[1]) {
    return `Its tensor “${name}” claims ${elements} elements and holds ${held} bytes.`
  }
  const listed = [tensor.floatData, tensor.int32Data, tensor.int64Data, tensor.doubleData]
  const count = Math.max(...listed.map(list => list?.length ?? 0))
  if (held === 0 && count !== elements && !(count === 0 && elements === 0)) {
    return `Its tensor “${name}” claims ${elements} elements and holds ${count}.`
  }
  return undefined
}

function differenceFrom(graph: onnx.IGraphProto, spec: ModelSpec): string | undefined {
  const given = new Set((graph.initializer ?? []).map(({ name }) => name))
  const inputs = (graph.input ?? []).filter(({ name }) => !given.has(name))
  return (
    differenceOf('input', inputs, spec.inputs) ??
    differenceOf('output', graph.output ?? [], spec.outputs)
  )
}

function differenceOf(
  what: string,
  found: readonly onnx.IValueInfoProto[],
  wanted: Readonly<Record<string, TensorSpec>>,
): string | undefined {
  const byName = new Map(found.map(value => [value.name ?? '', value]))
  for (const name of byName.keys()) {
    if (!(name in wanted)) {
      return `It has an ${what} “${plain(name)}” that its manifest does not name.`
    }
  }
  for (const [name, { type, shape }] of Object.entries(wanted)) {
    const value = byName.get(name)
    if (value === undefined) return `It has no ${what} “${name}”.`
    const tensor = value.type?.tensorType
    const [own] = types.get(tensor?.elemType ?? 0) ?? ['nothing known']
    // Half precision is turned into floats on the way.
    const fits = own === type || (type === 'float32' && own === 'float16')
    if (!fits) return `Its ${what} “${name}” is ${own}, not ${type}.`
    const dims = tensor?.shape?.dim
    // A shape that is left open fits all.
    if (!dims || dims.length === 0) continue
    if (dims.length !== shape.length) {
      return `Its ${what} “${name}” has ${dims.length} dimensions, not ${shape.length}.`
    }
    for (const [index, size] of shape.entries()) {
      const fixed = Number(dims[index]?.dimValue ?? 0)
      if (typeof size === 'number' && fixed > 0 && fixed !== size) {
        return `Dimension ${index} of its ${what} “${name}” is ${fixed}, not ${size}.`
      }
    }
  }
  return undefined
}

/** A name of somebody else's, for a message. */
function plain(name: string | null | undefined): string {
  return (name ?? '').slice(0, 80)
}
