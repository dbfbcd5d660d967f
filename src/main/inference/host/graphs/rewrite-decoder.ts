import { onnx } from 'onnx-proto'
import { branchOf } from './branch-of'
import { mergeLinear } from './merge-linear'
import { shareCache } from './share-cache'

export interface RewrittenDecoder {
  /** Makes keys and values of the text, once. */
  readonly text: Uint8Array
  /** Goes on, or begins where there is nothing before; it hands out the new columns of its cache alone. */
  readonly steps: Uint8Array
}

/**
 * A decoder with a cache, as `optimum` exports it, as two models that do the same with less: what concerns the text alone is one,
 * every step the other, whose weights, inputs and outputs are those of the branch that goes on from a cache, but for what
 * `shareCache` and `mergeLinear` say. Undefined where it is of another form; then it is run as it is.
 */
export function rewriteDecoder(
  files: { readonly first: Uint8Array; readonly on: Uint8Array },
  layers: number,
): RewrittenDecoder | undefined {
  const first = onnx.ModelProto.decode(files.first)
  const text = branchOf(first, false)
  const isMerged = files.first === files.on
  const steps = branchOf(isMerged ? first : onnx.ModelProto.decode(files.on), true)
  if (!text || !steps || !shareCache(steps, layers)) return undefined
  mergeLinear(steps)
  steps.keep(() => true)
  text.keep(name => /^present\.\d+\.encoder\./.test(name))
  const needsMore = text.inputs.some(name => !name.startsWith('encoder_'))
  const given = { text: text.bytes(), steps: steps.bytes() }
  if (needsMore || text.outputs.length !== 2 * layers) return undefined
  return given.text && given.steps && { text: given.text, steps: given.steps }
}
