import type { ParamSnapshot } from '#shared/graph'
import { beginMorph, morphOf, setMorph, useMorphs } from '../../../state'
import { Choice, Slider } from '../../../ui'

interface MorphProps {
  readonly node: string | undefined
  readonly snapshots: readonly ParamSnapshot[]
}

/** A slider from one snapshot to another: numbers glide along their knobs, choices switch in the middle. */
export function Morph({ node, snapshots }: MorphProps) {
  const byOwner = useMorphs(state => state.byOwner)
  const morph = morphOf(byOwner, snapshots, node)
  if (morph === undefined || snapshots.length < 2) return undefined
  const { from, to, amount } = morph
  return (
    <div role="group" aria-label="Morph" className="flex flex-col gap-1 px-3 pt-2">
      <div className="grid grid-cols-2 gap-1">
        <End
          snapshots={snapshots}
          end={from}
          label="Morph from"
          onChange={id => setMorph(node, { from: id })}
        />
        <End
          snapshots={snapshots}
          end={to}
          label="Morph to"
          onChange={id => setMorph(node, { to: id })}
        />
      </div>
      <Slider
        value={amount}
        label={`Morph from ${from.name} to ${to.name}`}
        text={`${Math.round(amount * 100)} %`}
        begin={() => beginMorph(node, from, to)}
        testId="morph"
      />
    </div>
  )
}

interface EndProps {
  readonly snapshots: readonly ParamSnapshot[]
  readonly end: ParamSnapshot
  readonly label: string
  readonly onChange: (id: string) => void
}

function End({ snapshots, end, label, onChange }: EndProps) {
  return (
    <Choice
      compact
      spec={{
        kind: 'choice',
        label,
        options: snapshots.map(({ id, name }) => ({ id, label: name })),
        default: end.id,
      }}
      value={end.id}
      label={label}
      onChange={onChange}
    />
  )
}
