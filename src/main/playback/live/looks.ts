import type { Look, LookEvent } from '#shared/contract'
import type { StopSignal } from '#shared/kit'
import type { PlacedLook, RealTimeEngine } from '../../engine'
import { gone } from './gone'

interface Watching {
  readonly project: string
  readonly looks: readonly PlacedLook[]
}

export interface Lookers extends Disposable {
  look(
    project: string,
    looks: readonly Look[],
    signal: StopSignal,
  ): AsyncGenerator<LookEvent, void, void>
}

/** Who looks at what: the engine hears of all of it together, for as long as the project that is looked at sounds. */
export function createLookers(
  engine: Pick<RealTimeEngine, 'state' | 'transport' | 'look'>,
): Lookers {
  const watching = new Set<Watching>()
  /** One number for whoever looks at the same. */
  const slots = new Map<string, number>()
  let count = 0
  let told = ''

  function place(look: Look): PlacedLook {
    const key = JSON.stringify(look)
    const slot = slots.get(key) ?? ++count
    slots.set(key, slot)
    return { ...look, slot }
  }

  function tell(): void {
    const { project } = engine.state
    const all = [...watching].flatMap(one => (one.project === project ? one.looks : []))
    const looks = [...new Map(all.map(look => [look.slot, look])).values()]
    const words = looks.map(({ slot }) => slot).join(' ')
    if (words === told) return
    told = words
    engine.look(looks)
  }

  function forget(): void {
    const used = new Set([...watching].flatMap(({ looks }) => looks.map(({ slot }) => slot)))
    for (const [key, slot] of slots) if (!used.has(slot)) slots.delete(key)
  }

  // Another project may sound now.
  const moves = engine.transport.on(tell)

  return {
    async *look(project, looks, signal) {
      const one = { project, looks: looks.map(place) }
      watching.add(one)
      tell()
      try {
        yield { kind: 'looking', slots: one.looks.map(({ slot }) => slot) }
        await gone(signal)
      } finally {
        watching.delete(one)
        forget()
        tell()
      }
    },
    [Symbol.dispose]: () => moves[Symbol.dispose](),
  }
}
