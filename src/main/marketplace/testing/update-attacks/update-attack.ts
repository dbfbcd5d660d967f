import type { Failure, FailureCode } from '#shared/kit'
import type { AttackShop } from './attack-shop'

/** When somebody tries it: before the plugin was ever there, at an update of it, or while no registry answers. */
export type When = 'fresh' | 'update' | 'offline'

/** One way to bring somebody a plugin, or to keep one from them, that is not what its author made. */
export interface UpdateAttack {
  readonly when: When
  /** What is tried, in words. */
  readonly what: string
  /** How it is refused; `harmless` where nothing comes of it. */
  readonly code: FailureCode | 'harmless'
  /** Sets the scene; what it answers is the attack itself. */
  readonly scene: (shop: AttackShop) => Promise<() => Promise<Failure | undefined>>
}

/** A row of the list that The Update Framework keeps of such attacks, and ours. */
export interface AttackRow {
  readonly row: string
  readonly name: string
  readonly attacks: readonly UpdateAttack[]
}
