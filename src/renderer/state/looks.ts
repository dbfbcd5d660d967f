import { MOST_LOOKS, readLooks, type Look, type LookSections } from '#shared/contract'
import { backoff, sleep } from '../kit'
import { client } from './connection'
import { projectHandle, useProjectStore } from './project'

/** Looks that come together are asked for together. */
const SOON_MS = 40

/** What was seen last. */
export interface Seen {
  readonly sections: LookSections
  /** When it came, on the clock of `performance.now()`. */
  readonly at: number
}

interface Entry {
  readonly look: Look
  watchers: number
  seen: Seen | undefined
}

/** Somebody who looks, until it is disposed of. */
export interface Looking extends Disposable {
  readonly seen: Seen | undefined
}

/** By what is looked at: read before every paint by what draws it, outside React on purpose. */
const entries = new Map<string, Entry>()
let bySlot: ReadonlyMap<number, Entry> = new Map()
let stop = new AbortController()
let soon: ReturnType<typeof setTimeout> | undefined

/** Looks at a node or an output while it sounds. Who looks at the same shares what comes. */
export function lookAt(look: Look): Looking {
  const key = JSON.stringify(look)
  const entry = entries.get(key) ?? { look, watchers: 0, seen: undefined }
  if (entry.watchers === 0) askSoon()
  entry.watchers += 1
  entries.set(key, entry)
  let over = false
  return {
    get seen() {
      return entry.seen
    },
    [Symbol.dispose]() {
      if (over) return
      over = true
      entry.watchers -= 1
      if (entry.watchers > 0) return
      entries.delete(key)
      askSoon()
    },
  }
}

/** Takes in what came beside the sound. */
export function receiveLooks(frame: Float32Array, now: number): void {
  readLooks(frame, (slot, sections) => {
    const entry = bySlot.get(slot)
    if (entry !== undefined) entry.seen = { sections, at: now }
  })
}

/** Another project, another set of what is looked at. */
export function followLooks(): void {
  let handle = projectHandle()
  useProjectStore.subscribe(() => {
    const next = projectHandle()
    if (next === handle) return
    handle = next
    for (const entry of entries.values()) entry.seen = undefined
    askSoon()
  })
}

function askSoon(): void {
  soon ??= setTimeout(() => {
    soon = undefined
    stop.abort()
    stop = new AbortController()
    void ask(stop.signal)
  }, SOON_MS)
}

/** Keeps the shell told for as long as nothing else is looked at. */
async function ask(signal: AbortSignal): Promise<void> {
  const present = [...entries.values()].slice(0, MOST_LOOKS)
  bySlot = new Map()
  if (present.length === 0) return
  const looks = present.map(({ look }) => look)
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      const stream = await client().engine.look({ project: projectHandle(), looks }, { signal })
      for await (const { slots } of stream) {
        tries = 0
        if (signal.aborted) return
        bySlot = new Map(present.flatMap((entry, index) => [[slots[index] ?? 0, entry] as const]))
      }
    } catch {
      // The link broke, or the project went: the next try waits for it.
    }
    if (!signal.aborted) await sleep(backoff(tries))
  }
}
