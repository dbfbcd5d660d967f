import {
  helpCommands,
  projectCommands,
  toolCommands,
  transportCommands,
  viewCommands,
  type Command,
} from '../commands'
import { canvasCommands } from '../editor'
import { inspectorCommands } from '../panels/inspector'
import { jobCommands } from '../panels/jobs'
import { performerCommands } from '../panels/performer'
import { timelineCommands } from '../panels/timeline'

/** Every command of the app; an area adds its list here. */
export const allCommands: readonly Command[] = [
  ...projectCommands,
  ...transportCommands,
  ...canvasCommands,
  ...inspectorCommands,
  ...performerCommands,
  ...jobCommands,
  ...timelineCommands,
  ...viewCommands,
  ...toolCommands,
  ...helpCommands,
]
