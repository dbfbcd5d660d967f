import type { Tensor } from 'onnxruntime-node'

/** No sound, likelihood or score of a model is larger. */
const LARGEST = 1e9

/** A model answered with what is no number, or none that can be meant. */
export class ModelAnswerError extends Error {
  override readonly name = 'ModelAnswerError'
}

/** The answer of a model, all of whose numbers are numbers. */
export function checkedAnswer<Tensors extends Readonly<Record<string, Tensor>>>(
  answer: Tensors,
): Tensors {
  for (const [name, { data }] of Object.entries(answer)) {
    if (!(data instanceof Float32Array)) continue
    for (const value of data) {
      if (Math.abs(value) <= LARGEST) continue
      const said = Number.isNaN(value) ? 'what is no number' : `${value}`
      throw new ModelAnswerError(`The model answered with ${said} at “${name.slice(0, 80)}”.`)
    }
  }
  return answer
}
