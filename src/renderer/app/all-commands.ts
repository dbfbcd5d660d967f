import {
  helpCommands,
  projectCommands,
  toolCommands,
  transportCommands,
  viewCommands,
  type Command,
} from '../commands'
import { canvasCommands, clipCommands, groupCommands } from '../editor'
import { inspectorCommands } from '../panels/inspector'
import { jobCommands } from '../panels/jobs'
import { libraryCommands } from '../panels/library'
import { marketCommands } from '../panels/marketplace'
import { performerCommands } from '../panels/performer'
import { rollCommands } from '../panels/piano-roll'
import { playCommands } from '../panels/record'
import { timelineCommands } from '../panels/timeline'
import { tempoCommands } from '../panels/transport'

/** Every command of the app; an area adds its list here. */
export const allCommands: readonly Command[] = [
  ...projectCommands,
  ...transportCommands,
  ...tempoCommands,
  ...canvasCommands,
  ...groupCommands,
  ...clipCommands,
  ...inspectorCommands,
  ...performerCommands,
  ...jobCommands,
  ...libraryCommands,
  ...marketCommands,
  ...timelineCommands,
  ...rollCommands,
  ...playCommands,
  ...viewCommands,
  ...toolCommands,
  ...helpCommands,
]
