import { create } from 'zustand'
import type { SoundPreview } from '#shared/contract'
import { attempt } from '../../kit'
import { client } from '../connection'
import { toastFailure } from '../toasts'

interface PreviewState {
  /** The sound that is heard. */
  readonly track: number | undefined
  /** Sounds that follow, of a list that is played. */
  readonly next: readonly number[]
}

export const usePreview = create<PreviewState>(() => ({ track: undefined, next: [] }))

let context: AudioContext | undefined
let sources: AudioBufferSourceNode[] = []
/** Counts up with each sound: what comes late for one before is dropped. */
let turn = 0

/** Plays a sound by the page’s own output, beside whatever plays; the sounds of a list follow it. */
export async function previewTrack(track: number, next: readonly number[] = []): Promise<void> {
  stopSources()
  const mine = ++turn
  usePreview.setState({ track, next })
  context ??= new AudioContext()
  await context.resume()
  let at = 0
  let from = 0
  for (;;) {
    const piece = await attempt(client().sounds.preview({ track, from }))
    if (mine !== turn) return
    if (!piece.ok) {
      toastFailure(piece.error)
      return goOn()
    }
    const buffer = bufferOf(piece.value)
    if (buffer === undefined) return goOn()
    const source = new AudioBufferSourceNode(context, { buffer })
    source.connect(context.destination)
    at = Math.max(at, context.currentTime + 0.02)
    source.start(at)
    sources.push(source)
    at += buffer.duration
    from += buffer.duration
    const isLast = from >= piece.value.seconds - 0.001
    await endOf(source, isLast ? 0 : 4)
    if (mine !== turn) return
    if (isLast) return goOn()
  }
}

export function stopPreview(): void {
  turn++
  stopSources()
  usePreview.setState({ track: undefined, next: [] })
}

export function togglePreview(track: number): void {
  if (usePreview.getState().track === track) stopPreview()
  else void previewTrack(track)
}

/** The next of the list, or silence. */
function goOn(): void {
  const [track, ...next] = usePreview.getState().next
  if (track === undefined) stopPreview()
  else void previewTrack(track, next)
}

function stopSources(): void {
  for (const source of sources) source.stop()
  sources = []
}

/** Resolves when a piece ends, or so many seconds before. */
function endOf(source: AudioBufferSourceNode, early: number): Promise<void> {
  const { duration = 0 } = source.buffer ?? {}
  if (early > 0) {
    return new Promise(resolve => setTimeout(resolve, Math.max(0, duration - early) * 1000))
  }
  return new Promise(resolve => source.addEventListener('ended', () => resolve(), { once: true }))
}

function bufferOf(preview: SoundPreview): AudioBuffer | undefined {
  const bytes = Uint8Array.from(atob(preview.data), letter => letter.charCodeAt(0))
  const samples = new Int16Array(bytes.buffer)
  const { channels, sampleRate } = preview
  const length = samples.length / channels
  if (length === 0) return undefined
  const buffer = new AudioBuffer({ length, numberOfChannels: channels, sampleRate })
  for (let channel = 0; channel < channels; channel++) {
    const plane = buffer.getChannelData(channel)
    for (let frame = 0; frame < length; frame++) {
      plane[frame] = (samples[frame * channels + channel] ?? 0) / 32_768
    }
  }
  return buffer
}
