// What the audio thread has beside the language; the DOM's types leave it out.

declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

/** Seconds of the context at the beginning of the present quantum. */
declare const currentTime: number

declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: unknown }) => AudioWorkletProcessor & {
    process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
  },
): void
