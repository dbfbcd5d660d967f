import type { Group } from '#shared/graph'
import { classNames, ColorRow, Tip, Toggle } from '../../ui'
import { paintNodes, toggleFlag } from '../node-marks'
import { toggleBypass } from '../toggle-bypass'

/** How a group is marked: on or bypassed, mute, solo, colour. */
export function GroupMarks({ group }: { readonly group: Group }) {
  const { id, label, color } = group
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-1">
        <Flag
          letter="M"
          word="Mute"
          on={group.muted === true}
          onPress={() => toggleFlag([id], 'muted')}
        />
        <Flag
          letter="S"
          word="Solo"
          on={group.soloed === true}
          onPress={() => toggleFlag([id], 'soloed')}
        />
        <span className="flex-1" />
        <Toggle
          on={group.bypassed !== true}
          label={`${label} on`}
          testId="group-bypass"
          onChange={() => toggleBypass([id])}
        />
      </div>
      <ColorRow
        value={color}
        label={`Colour of ${label}`}
        onChange={next => paintNodes([id], next)}
      />
    </div>
  )
}

interface FlagProps {
  readonly letter: string
  readonly word: string
  readonly on: boolean
  readonly onPress: () => void
}

function Flag({ letter, word, on, onPress }: FlagProps) {
  return (
    <Tip text={`${word} the group`}>
      <button
        type="button"
        aria-label={`${word} the group`}
        aria-pressed={on}
        data-testid={`group-${word.toLowerCase()}`}
        className={classNames(
          'size-6 rounded text-xs font-semibold',
          on ? 'bg-accent text-on-accent' : 'bg-control text-soft hover:bg-control-hover',
        )}
        onClick={onPress}
      >
        {letter}
      </button>
    </Tip>
  )
}
