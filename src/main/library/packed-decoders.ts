import type { SoundFormat } from './sniff-format'

/** What a decoder gave for a piece: none, one or more frames of every channel. */
export interface DecodedPiece {
  readonly channelData: readonly Float32Array[]
  readonly sampleRate: number
}

/** Takes a file piece by piece; where it holds something back, it gives it at the end. */
export interface PackedDecoder {
  decode(piece: Uint8Array): MadePiece | Promise<MadePiece>
  flush?(): MadePiece | Promise<MadePiece>
  free(): void
}

interface MadePiece extends DecodedPiece {
  /** The arrays may have room for more. */
  readonly samplesDecoded?: number
}

/** Each is loaded when a file needs it. */
const decoders: Readonly<Record<Exclude<SoundFormat, 'wav'>, () => Promise<PackedDecoder>>> = {
  flac: async () => (await import('@audio/decode-flac')).decoder(),
  mp3: async () => (await import('@audio/decode-mp3')).decoder(),
  vorbis: async () => (await import('@audio/decode-vorbis')).decoder(),
  opus: async () => (await import('@audio/decode-opus')).decoder(),
}

/** A decoder of a format, to be freed by whoever asked for it. */
export function openDecoder(format: Exclude<SoundFormat, 'wav'>): Promise<PackedDecoder> {
  return decoders[format]()
}

/** The frames that are there. */
export function trimmed({ channelData, sampleRate, samplesDecoded }: MadePiece): DecodedPiece {
  const planes =
    samplesDecoded === undefined
      ? channelData
      : channelData.map(plane => plane.subarray(0, samplesDecoded))
  return { channelData: planes[0]?.length ? planes : [], sampleRate }
}
