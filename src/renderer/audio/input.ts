import { err, ok, type Result } from '#shared/kit'
import type { InputFacts, InputOptions } from '../state'
import { InputRing, type InputMemory } from './input-ring'

/** What the system itself adds is not always told; this is what a small buffer takes. */
const USUAL_LATENCY = 0.01

/** A microphone, or whatever comes into this computer, on its way to the audio thread of the output. */
export class Input {
  readonly ring: InputRing
  #stream: MediaStream | undefined
  #source: MediaStreamAudioSourceNode | undefined
  #monitor: GainNode | undefined

  constructor(memory: InputMemory) {
    this.ring = new InputRing(memory)
  }

  /** Nothing is done to the sound: no echo canceller, no gain that moves. The browser asks the user. */
  async open(
    context: AudioContext,
    node: AudioNode,
    { device, monitor }: InputOptions,
  ): Promise<Result<InputFacts>> {
    this.close()
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: {
          ...(device !== undefined && { deviceId: { exact: device } }),
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
          channelCount: { ideal: 2 },
        },
      })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return err({
        code: 'device-unavailable',
        message: `The audio input could not be opened (${reason}). Allow it in the browser, and check that the device is there.`,
      })
    }
    const [track] = this.#stream.getAudioTracks()
    this.#source = context.createMediaStreamSource(this.#stream)
    this.#source.connect(node)
    this.#monitor = context.createGain()
    this.#monitor.gain.value = monitor ? 1 : 0
    this.#source.connect(this.#monitor).connect(context.destination)
    this.ring.on = true
    this.ring.skip()
    const settings = track?.getSettings()
    return ok({
      name: track?.label ?? 'Input',
      ...(settings?.deviceId !== undefined && { device: settings.deviceId }),
      channels: settings?.channelCount ?? 1,
      latency: inputLatency(settings) + outputLatency(context),
    })
  }

  set monitoring(on: boolean) {
    const { context, gain } = this.#monitor ?? {}
    gain?.setTargetAtTime(on ? 1 : 0, context?.currentTime ?? 0, 0.01)
  }

  close(): void {
    this.ring.on = false
    this.#source?.disconnect()
    this.#monitor?.disconnect()
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = undefined
    this.#source = undefined
    this.#monitor = undefined
  }
}

function inputLatency(settings: MediaTrackSettings | undefined): number {
  const latency: unknown = settings === undefined ? undefined : Reflect.get(settings, 'latency')
  return typeof latency === 'number' ? latency : USUAL_LATENCY
}

function outputLatency({ outputLatency: told, baseLatency }: AudioContext): number {
  return Math.max(told || 0, baseLatency || 0)
}
