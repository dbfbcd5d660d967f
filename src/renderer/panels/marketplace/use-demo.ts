import { useCallback, useEffect, useRef, useState } from 'react'
import type { AuditionEvent, MarketDetails } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../../state'

export interface DemoSound {
  readonly buffer: AudioBuffer
  readonly by: 'author' | 'phrase'
  readonly node?: string
}

type State = 'silent' | 'rendering' | 'playing'

interface Demo {
  readonly state: State
  readonly progress: { readonly stage: string; readonly done: number }
  readonly sound: DemoSound | undefined
  readonly failure: Failure | undefined
  readonly play: () => Promise<void>
  readonly stop: () => void
  /** From 0 to 1; below 0 while it is silent. */
  readonly positionNow: () => number
}

/** One for all demos: at most one plays. */
let context: AudioContext | undefined

/** The demo of a package: rendered when it is first wanted, then kept for as long as its page is open. */
export function useDemo({ id, version, registry }: MarketDetails): Demo {
  const [state, setState] = useState<State>('silent')
  const [progress, setProgress] = useState({ stage: '', done: 0 })
  const [sound, setSound] = useState<DemoSound>()
  const [failure, setFailure] = useState<Failure>()
  const playing = useRef<{ source: AudioBufferSourceNode; at: number }>(undefined)
  const abort = useRef<AbortController>(undefined)

  const stop = useCallback(() => {
    abort.current?.abort()
    playing.current?.source.stop()
    playing.current = undefined
    setState('silent')
  }, [])
  useEffect(() => stop, [stop, id, version])

  async function render(): Promise<DemoSound | undefined> {
    const stopping = new AbortController()
    abort.current = stopping
    setState('rendering')
    setProgress({ stage: 'Fetching', done: 0 })
    const { signal } = stopping
    const events = await attempt(client().auditions.listen({ id, version, registry }, { signal }))
    const last = events.ok
      ? await attempt(lastOf(events.value, setProgress))
      : { ok: false as const, error: events.error }
    if (signal.aborted) return undefined
    const ready = last.ok ? last.value : undefined
    if (ready?.kind === 'ready') return soundOf(ready)
    setState('silent')
    if (!last.ok) setFailure(last.error)
    else if (ready?.kind === 'failed') setFailure(ready.failure)
    return undefined
  }

  async function play(): Promise<void> {
    setFailure(undefined)
    context ??= new AudioContext()
    const resumed = context.resume()
    const heard = sound ?? (await render())
    if (heard === undefined) return
    setSound(heard)
    await resumed
    const source = new AudioBufferSourceNode(context, { buffer: heard.buffer })
    source.connect(context.destination)
    source.addEventListener('ended', () => {
      if (playing.current?.source !== source) return
      playing.current = undefined
      setState('silent')
    })
    source.start()
    playing.current = { source, at: context.currentTime }
    setState('playing')
  }

  const positionNow = useCallback(() => {
    const now = playing.current
    const length = now?.source.buffer?.duration
    if (now === undefined || length === undefined || context === undefined) return -1
    return Math.min(1, (context.currentTime - now.at) / length)
  }, [])

  return { state, progress, sound, failure, play, stop, positionNow }
}

async function lastOf(
  events: AsyncIterable<AuditionEvent>,
  onProgress: (progress: { stage: string; done: number }) => void,
): Promise<AuditionEvent | undefined> {
  let last: AuditionEvent | undefined
  for await (const event of events) {
    last = event
    if (event.kind === 'progress') onProgress(event)
  }
  return last
}

async function soundOf({
  wav,
  by,
  node,
}: Extract<AuditionEvent, { kind: 'ready' }>): Promise<DemoSound | undefined> {
  const bytes = Uint8Array.from(atob(wav), letter => letter.charCodeAt(0))
  const buffer = await context?.decodeAudioData(bytes.buffer)
  return buffer && { buffer, by, ...(node !== undefined && { node }) }
}
