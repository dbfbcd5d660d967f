import type { EngineNode } from '../graph'
import type { Bus } from './bus'
import type { InputChannels } from './input-channels'
import type { KernelModule } from './kernel-module'
import type { ParamSlot } from './param-slot'
import type { Timeline } from './timeline'
import type { UnitHost } from './unit'

/** What a unit is made from. */
export interface UnitOptions {
  readonly kernels: KernelModule
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: InputChannels
  readonly rate: number
  readonly host: UnitHost
  readonly timeline: Timeline
  /** A bus of zeros for inputs that nothing is wired to. */
  readonly silence: Bus
}
