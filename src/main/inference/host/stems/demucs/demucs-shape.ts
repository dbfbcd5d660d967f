import { onnx } from 'onnx-proto'
import { err, fail, ok, type Result } from '#shared/kit'
import { checkModel } from '../../models'

/** Frames of a segment where the model leaves it open: 7.8 s at 44.1 kHz, as it was trained. */
const USUAL = 343_980

/** How the export of a Demucs is called and shaped. */
export interface DemucsShape {
  /** Input of the mix: [1, 2, segment]. */
  readonly mix: string
  readonly segment: number
  /** Output of the stems as sound: [1, 4, 2, segment]. */
  readonly stems: string
  /** Spectrograms in and out, [1, 4, 2048, frames] and [1, 4, 4, 2048, frames], where the transform is not in the graph. */
  readonly spectrum?: { readonly input: string; readonly output: string }
}

/**
 * Which of the public exports a model is, told by the number of dimensions, since every exporter names its tensors its own way: sound
 * in and stems out, or spectrograms beside both.
 */
export function demucsShape(bytes: Uint8Array): Result<DemucsShape> {
  const checked = checkModel(bytes)
  if (!checked.ok) return checked
  const { graph } = onnx.ModelProto.decode(bytes)
  const given = new Set((graph?.initializer ?? []).map(({ name }) => name))
  const inputs = (graph?.input ?? []).filter(({ name }) => !given.has(name))
  const outputs = graph?.output ?? []
  const mix = ofRank(inputs, 3)
  const stems = ofRank(outputs, 4)
  if (mix === undefined || stems === undefined) {
    return err(
      fail('model-refused', 'It is no Demucs: it takes no stereo sound, or gives no stems.'),
    )
  }
  const sources = stems.dims[1] ?? 0
  if (sources !== 0 && sources !== 4) {
    return err(fail('model-refused', `It has ${sources} stems, not four.`))
  }
  const segment = mix.dims[2] === 0 ? USUAL : (mix.dims[2] ?? USUAL)
  const input = ofRank(inputs, 4)
  const output = ofRank(outputs, 5)
  if ((input === undefined) !== (output === undefined)) {
    return err(fail('model-refused', 'It takes or gives a spectrogram, but not both.'))
  }
  const spectrum = input && output && { input: input.name, output: output.name }
  return ok({ mix: mix.name, segment, stems: stems.name, ...(spectrum && { spectrum }) })
}

interface Found {
  readonly name: string
  /** 0 where it is open. */
  readonly dims: readonly number[]
}

function ofRank(values: readonly onnx.IValueInfoProto[], rank: number): Found | undefined {
  for (const { name, type } of values) {
    const dims = type?.tensorType?.shape?.dim ?? []
    if (dims.length === rank) {
      return { name: name ?? '', dims: dims.map(({ dimValue }) => Number(dimValue ?? 0)) }
    }
  }
  return undefined
}
