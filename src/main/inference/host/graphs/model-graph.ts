import { onnx } from 'onnx-proto'

export type Node = onnx.INodeProto

const { AttributeType } = onnx.AttributeProto

/** A graph of ONNX that is about to be changed: who makes a value, who takes it. Names stand for values, as in the file. */
export class ModelGraph {
  readonly #model: onnx.IModelProto
  readonly #weights: Map<string, onnx.ITensorProto>
  readonly #makers = new Map<string, Node>()
  readonly #takers = new Map<string, Set<Node>>()
  readonly #nodes: Set<Node>
  #inputs: onnx.IValueInfoProto[]
  #outputs: readonly onnx.IValueInfoProto[]
  #made = 0

  constructor(
    model: onnx.IModelProto,
    parts: {
      readonly nodes: readonly Node[]
      readonly weights: readonly onnx.ITensorProto[]
      readonly inputs: readonly onnx.IValueInfoProto[]
      readonly outputs: readonly onnx.IValueInfoProto[]
    },
  ) {
    this.#model = model
    this.#weights = new Map(parts.weights.map(tensor => [tensor.name ?? '', tensor]))
    this.#nodes = new Set(parts.nodes)
    this.#inputs = parts.inputs.filter(({ name }) => !this.#weights.has(name ?? ''))
    this.#outputs = parts.outputs
    for (const node of this.#nodes) this.#wire(node)
  }

  get inputs(): readonly string[] {
    return this.#inputs.map(({ name }) => name ?? '')
  }
  get outputs(): readonly string[] {
    return this.#outputs.map(({ name }) => name ?? '')
  }
  get nodes(): Iterable<Node> {
    return this.#nodes
  }

  maker(value: string | undefined): Node | undefined {
    return this.#makers.get(value ?? '')
  }
  takers(value: string | undefined): readonly Node[] {
    return [...(this.#takers.get(value ?? '') ?? [])]
  }
  /** What a name stands for, where that is known before it runs. */
  constant(value: string | undefined): onnx.ITensorProto | undefined {
    const maker = this.maker(value)
    if (maker?.opType !== 'Constant') return this.#weights.get(value ?? '')
    return maker.attribute?.find(({ name }) => name === 'value')?.t ?? undefined
  }
  input(name: string): onnx.IValueInfoProto | undefined {
    return this.#inputs.find(other => other.name === name)
  }

  /** Adds a node; gives the names of what it makes. */
  add(
    opType: string,
    input: readonly string[],
    {
      domain = '',
      outputs = 1,
      ...attributes
    }: Record<string, readonly number[] | number | string> & {
      domain?: string
      outputs?: number
    } = {},
    names?: readonly string[],
  ): readonly string[] {
    this.#made += 1
    const name = `wireharp/${opType}/${this.#made}`
    const output = names ?? Array.from({ length: outputs }, (_, i) => `${name}:${i}`)
    const attribute = Object.entries(attributes).flatMap(([key, value]) => attributeOf(key, value))
    const node = { name, opType, domain, input: [...input], output: [...output], attribute }
    this.#nodes.add(node)
    this.#wire(node)
    return output
  }
  addWeight(tensor: onnx.ITensorProto): string {
    this.#made += 1
    const name = `wireharp/weight/${this.#made}`
    this.#weights.set(name, { ...tensor, name })
    return name
  }
  ints(...values: readonly number[]): string {
    const { buffer } = BigInt64Array.from(values, BigInt)
    const dims = [values.length]
    return this.addWeight({ dataType: INT64, dims, rawData: new Uint8Array(buffer) })
  }
  addInput(name: string, elemType: number, dims: readonly (number | string)[]): void {
    const dim = dims.map(size =>
      typeof size === 'number' ? { dimValue: size } : { dimParam: size },
    )
    this.#inputs.push({ name, type: { tensorType: { elemType, shape: { dim } } } })
  }

  remove(node: Node): void {
    this.#nodes.delete(node)
    for (const name of node.output ?? []) this.#makers.delete(name)
    for (const name of node.input ?? []) this.#takers.get(name)?.delete(node)
  }
  /** All that took one value take another. */
  replace(value: string, by: string): void {
    for (const node of this.takers(value)) {
      node.input = (node.input ?? []).map(name => (name === value ? by : name))
      this.#take(by, node)
    }
    this.#takers.delete(value)
  }
  /** Keeps what is needed for these outputs and takes away all else. */
  keep(wanted: (output: string) => boolean): void {
    this.#outputs = this.#outputs.filter(({ name }) => wanted(name ?? ''))
    const needed = new Set<string>()
    const open = [...this.outputs]
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (needed.has(value)) continue
      needed.add(value)
      open.push(...takenBy(this.maker(value)))
    }
    for (const node of [...this.#nodes]) {
      if (!(node.output ?? []).some(name => needed.has(name))) this.remove(node)
    }
    this.#inputs = this.#inputs.filter(({ name }) => needed.has(name ?? ''))
    for (const name of this.#weights.keys()) {
      if (!needed.has(name)) this.#weights.delete(name)
    }
  }

  /** The whole model, in an order that can be run; undefined where there is none. */
  bytes(): Uint8Array<ArrayBufferLike> | undefined {
    const node = inOrder([...this.#nodes], name => this.maker(name))
    if (node === undefined) return undefined
    const { opsetImport, ...model } = this.#model
    const own = (opsetImport ?? []).filter(({ domain }) => domain !== 'com.microsoft')
    return onnx.ModelProto.encode({
      ...model,
      opsetImport: [...own, { domain: 'com.microsoft', version: 1 }],
      graph: {
        name: 'wireharp',
        node,
        initializer: [...this.#weights.values()],
        input: this.#inputs,
        output: [...this.#outputs],
      },
    }).finish()
  }

  #wire(node: Node): void {
    for (const name of node.output ?? []) this.#makers.set(name, node)
    for (const name of takenBy(node)) this.#take(name, node)
  }
  #take(name: string, node: Node): void {
    const takers = this.#takers.get(name) ?? new Set()
    takers.add(node)
    this.#takers.set(name, takers)
  }
}

const INT64 = 7

/** What a node takes, and what the graphs within it take from outside. */
function takenBy(node: Node | undefined): readonly string[] {
  const within = (node?.attribute ?? [])
    .flatMap(({ g, graphs }) => [...(g ? [g] : []), ...(graphs ?? [])])
    .flatMap(graph => (graph.node ?? []).flatMap(takenBy))
  return [...(node?.input ?? []), ...within].filter(name => name !== '')
}

function inOrder(
  nodes: readonly Node[],
  maker: (name: string) => Node | undefined,
): Node[] | undefined {
  const ordered: Node[] = []
  const state = new Map<Node, 'begun' | 'done'>()
  for (const first of nodes) {
    const open = [first]
    for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
      if (state.get(node) === 'done') {
        open.pop()
        continue
      }
      const before = takenBy(node)
        .map(maker)
        .filter(other => other !== undefined && state.get(other) !== 'done')
      if (before.length === 0) {
        state.set(node, 'done')
        ordered.push(node)
        open.pop()
        continue
      }
      if (state.get(node) === 'begun' || before.includes(node)) return undefined
      state.set(node, 'begun')
      for (const other of before) {
        if (other === undefined || state.get(other) === 'begun') return undefined
        open.push(other)
      }
    }
  }
  return ordered
}

function attributeOf(
  name: string,
  value: readonly number[] | number | string,
): onnx.IAttributeProto[] {
  if (typeof value === 'string') {
    return [{ name, type: AttributeType.STRING, s: new TextEncoder().encode(value) }]
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) && name !== 'scale'
      ? [{ name, type: AttributeType.INT, i: value }]
      : [{ name, type: AttributeType.FLOAT, f: value }]
  }
  return [{ name, type: AttributeType.INTS, ints: [...value] }]
}
