import type { Bus } from './bus'
import type { BusUses } from './bus-uses'
import type { KernelInstance } from './kernel-instance'
import type { ParamSlot } from './param-slot'
import type { TimelineView } from './timeline-view'

/** Where the values are that parameters of kernels may be bound to. */
export interface BindingPlaces {
  readonly inputs: ReadonlyMap<string, Bus>
  readonly params: ReadonlyMap<string, ParamSlot>
  /** A signal of the kernel's voice; nothing outside of voices. */
  readonly voice: (signal: string) => Bus | undefined
  readonly timeline: () => TimelineView
  /** Keeps a number where kernels read it. */
  readonly constant: (value: number) => number
  readonly uses: BusUses
}

/** Tells a kernel where its parameters stand, and answers the inputs of the node among them. */
export function bindParams(instance: KernelInstance, places: BindingPlaces): Bus[] {
  const { inputs, params, voice, timeline, constant, uses } = places
  const signals: Bus[] = []
  for (const [index, [id, spec]] of Object.entries(instance.kernel.params).entries()) {
    const point = (at: number | undefined, moves: 0 | 1) => {
      const stands = at === undefined ? 0 : moves
      instance.point('params', index, at ?? constant(spec.default), stands)
    }
    const place = instance.addressOf('params', index)
    const binding = instance.bindings[id] ?? spec.default
    if (typeof binding === 'number') point(constant(binding), 0)
    else if ('input' in binding) {
      const bus = inputs.get(binding.input)
      point(bus?.at, 1)
      if (bus !== undefined) {
        uses.stands(bus, place)
        signals.push(bus)
      }
    } else if ('voice' in binding) point(voice(binding.voice)?.at, 1)
    else if ('transport' in binding) point(timeline().signal(binding.transport), 1)
    else point(params.get(binding.param)?.view(binding.as, place + 4), 0)
  }
  return signals
}

/**
 * A parameter that is to be heard as a signal is worked out where that lies: there is nothing left to copy. Whether that
 * can be; before the kernel's parameters are bound.
 */
export function lendOutput(
  { kernel, bindings, outputs }: KernelInstance,
  params: ReadonlyMap<string, ParamSlot>,
  uses: BusUses,
  owner: DisposableStack,
): boolean {
  const [binding, bus] = [bindings['value'], outputs.get('out')]
  if (kernel.id !== 'constant' || bus === undefined) return false
  if (typeof binding !== 'object' || !('param' in binding)) return false
  if (params.get(binding.param)?.lend(binding.as, bus.at, owner) !== true) return false
  uses.stays(bus)
  return true
}
