import { allocateBus, type Bus } from './bus'
import type { BusUses } from './bus-uses'
import type { KernelModule } from './kernel-module'
import type { Step } from './steps'

/**
 * Lets the buses of a task lie where others of the same task lay that nobody reads any more, so that what a thread
 * works on stays in its cache. Buses that other tasks touch stay where they are. With the owner all go back.
 */
export function shareBuses(
  kernels: KernelModule,
  tasks: readonly (readonly Step[])[],
  uses: BusUses,
  owner: DisposableStack,
): void {
  const taskOf = new Map<number, number>()
  const shared = new Set<number>()
  tasks.forEach((steps, index) => {
    for (const at of steps.flatMap(touched)) {
      if ((taskOf.get(at) ?? index) !== index) shared.add(at)
      taskOf.set(at, index)
    }
  })
  for (const steps of tasks) {
    const own = (at: number) => (shared.has(at) ? undefined : uses.movable(at))
    shareWithin(kernels, steps, own, uses, owner)
  }
}

function shareWithin(
  kernels: KernelModule,
  steps: readonly Step[],
  own: (at: number) => Bus | undefined,
  uses: BusUses,
  owner: DisposableStack,
): void {
  const last = new Map<number, number>()
  steps.forEach((step, index) => {
    for (const at of touched(step)) last.set(at, index)
  })
  const free = new Map<number, Bus[]>()
  const lies = new Map<number, Bus>()
  steps.forEach((step, index) => {
    for (const at of step.writes) {
      const bus = own(at)
      if (bus === undefined || lies.has(at)) continue
      const slot = free.get(bus.channels)?.pop() ?? allocateBus(kernels.arena, bus.channels, owner)
      lies.set(at, slot)
      move(kernels, uses.placesOf(at), slot.at)
      owner.defer(() => move(kernels, uses.placesOf(at), at))
    }
    // What is read in this step for the last time is free from the next one on: outputs are never inputs.
    for (const at of touched(step)) {
      const slot = lies.get(at)
      if (slot === undefined || last.get(at) !== index) continue
      const list = free.get(slot.channels)
      if (list === undefined) free.set(slot.channels, [slot])
      else list.push(slot)
    }
  })
}

function move(kernels: KernelModule, places: readonly number[], at: number): void {
  const { words } = kernels.arena
  for (const place of places) words[place >>> 2] = at
}

function touched({ reads, writes }: Step): number[] {
  return [...new Set([...reads, ...writes])]
}
