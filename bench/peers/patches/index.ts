import type { Patch } from '../patch'
import { colour } from './colour'
import { dynamics } from './dynamics'
import { filters } from './filters'
import { mixing } from './mixing'
import { modulation } from './modulation'
import { playing } from './playing'
import { space } from './space'
import { synthesis } from './synthesis'

/** Patches of every family. */
export const patches: readonly Patch[] = [
  ...filters,
  ...space,
  ...synthesis,
  ...dynamics,
  ...modulation,
  ...colour,
  ...playing,
  ...mixing,
]
