import { packageAttacks } from './of-packages'
import { registryAttacks } from './of-registries'
import { trustAttacks } from './of-trust'
import type { AttackRow } from './update-attack'

/** T01 to T18, each before an installation, at an update, and without a network. */
export const updateAttacks: readonly AttackRow[] = [
  ...packageAttacks,
  ...registryAttacks,
  ...trustAttacks,
].toSorted((a, b) => (a.row < b.row ? -1 : 1))

export { AttackShop } from './attack-shop'
export type { AttackRow, UpdateAttack } from './update-attack'
