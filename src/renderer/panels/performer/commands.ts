import type { Command } from '../../commands'
import {
  projectNow,
  recallSnapshot,
  setPerforming,
  snapshotsOf,
  usePerforming,
  useProjectStore,
} from '../../state'

const area = 'performer'
const isOpen = (): boolean => usePerforming.getState().open

/** How many pads have a key. */
export const KEYED_PADS = 9

export const performerCommands: readonly Command[] = [
  {
    id: 'view.performer',
    title: 'Performer view',
    group: 'View',
    keys: 'F11',
    words: 'live stage full screen controls',
    checked: isOpen,
    run: () => setPerforming(!isOpen()),
  },
  {
    id: 'performer.leave',
    title: 'Leave the performer view',
    group: 'Play',
    keys: 'Escape',
    area,
    when: isOpen,
    run: () => setPerforming(false),
  },
  ...Array.from({ length: KEYED_PADS }, (_, index) => pad(index)),
]

/** A pad is a snapshot of the project. */
function pad(index: number): Command {
  const snapshot = () => {
    const { mirror } = useProjectStore.getState()
    return mirror && snapshotsOf(projectNow().snapshots, undefined)[index]
  }
  return {
    id: `performer.pad-${index + 1}`,
    title: `Pad ${index + 1}`,
    group: 'Play',
    keys: String(index + 1),
    words: 'snapshot recall scene',
    area,
    when: () => isOpen() && snapshot() !== undefined,
    run: () => {
      const found = snapshot()
      if (found !== undefined) recallSnapshot(found)
    },
  }
}
