import { encodeEmbedded } from '#shared/embedded'
import { unreachable } from '#shared/kit'
import { openFlacWriter } from './flac-writer'
import { openMp3Writer } from './mp3-writer'
import { openOpusWriter } from './opus-writer'
import { OutputFile } from './output-file'
import type { SoundWriter, SoundWriterOptions } from './sound-writer'
import { createWavWriter } from './wav-writer'

/** Opens a file for samples, of any format that exports have. Encoders are loaded when the first file wants them. */
export async function openSoundWriter(options: SoundWriterOptions): Promise<SoundWriter> {
  const { format, project } = options
  const embedded = project === undefined ? new Uint8Array(0) : encodeEmbedded(project)
  switch (format) {
    case 'raw':
      return rawWriter(new OutputFile(options.path))
    case 'wav16':
    case 'wav24':
    case 'wav32f':
      return openWavWriter({ ...options, format, embedded })
    case 'flac':
    case 'flac16':
      return openFlacWriter({ ...options, bits: format === 'flac' ? 24 : 16, embedded })
    case 'mp3':
      return openMp3Writer({ ...options, embedded })
    case 'opus':
      return openOpusWriter(options)
    default:
      return unreachable(format)
  }
}

function rawWriter(file: OutputFile): SoundWriter {
  return {
    write: ({ buffer, byteOffset, byteLength }) =>
      file.append(new Uint8Array(buffer, byteOffset, byteLength)),
    finish: () => file.sync(),
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

function openWavWriter({
  path,
  frames,
  ...options
}: Parameters<typeof createWavWriter>[0] & { path: string; frames: number }): SoundWriter {
  const writer = createWavWriter(options)
  const file = new OutputFile(path)
  try {
    file.append(writer.header(frames))
  } catch (thrown) {
    file[Symbol.dispose]()
    throw thrown
  }
  return {
    write: samples => file.append(writer.encode(samples)),
    finish() {
      file.append(writer.trailer(frames))
      file.sync()
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}
