import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Group, GroupPort } from '#shared/graph'
import { makePlugin, useDocument, useOpenGroup, useSelection } from '../../state'
import { Button, EditableText, IconButton, SectionTitle } from '../../ui'
import { GroupMarks } from './GroupMarks'
import { enterGroup, groupInFocus, saveAsNode, setGroup } from './group-actions'

/** The group that is open, or selected. */
export function useGroupInFocus(): Group | undefined {
  useSelection()
  useOpenGroup()
  return useDocument(({ graph }) => graph.groups[groupInFocus() ?? ''])
}

/** What a group shows: its name, ports and knobs, to be renamed and taken off. For the group that is in focus. */
export function GroupCard() {
  const { group: open } = useOpenGroup()
  const group = useGroupInFocus()
  if (group === undefined) return undefined
  return (
    <section
      aria-label={`Group ${group.label}`}
      data-testid="group-card"
      className="flex flex-col gap-3 p-3"
    >
      <EditableText
        value={group.label}
        label="Name of the group"
        testId="group-name"
        className="text-base font-semibold"
        onCommit={label => label !== '' && setGroup('Rename group', group.id, { label })}
      />
      <GroupMarks group={group} />
      <Ports group={group} side="inputs" title="Inputs" />
      <Ports group={group} side="outputs" title="Outputs" />
      <Knobs group={group} />
      <div className="flex flex-wrap gap-2 pt-1">
        {open !== group.id && (
          <Button data-testid="group-open" onClick={() => enterGroup(group.id)}>
            Open
          </Button>
        )}
        <Button data-testid="group-save" onClick={() => void saveAsNode(group.id)}>
          Save as node
        </Button>
        <Button data-testid="group-make" onClick={() => void makePlugin([group.id], group.group)}>
          Make plugin…
        </Button>
      </div>
    </section>
  )
}

interface PortsProps {
  readonly group: Group
  readonly side: 'inputs' | 'outputs'
  readonly title: string
}

function Ports({ group, side, title }: PortsProps) {
  const change = (label: string, ports: GroupPort[]) =>
    setGroup(label, group.id, { ports: { ...group.ports, [side]: ports } })
  const list = group.ports[side]
  return (
    <List title={title} hint={`Inside, draw a cable to “New” of the ${side}.`}>
      {list.map(port => (
        <Row
          key={port.id}
          id={port.id}
          label={port.label}
          what={side === 'inputs' ? 'input' : 'output'}
          onRename={label =>
            change(
              'Rename port',
              list.map(each => (each.id === port.id ? { ...each, label } : each)),
            )
          }
          onRemove={() =>
            change(
              'Hide port',
              list.filter(each => each.id !== port.id),
            )
          }
        />
      ))}
    </List>
  )
}

function Knobs({ group }: { readonly group: Group }) {
  const { knobs } = group
  return (
    <List title="Knobs" hint="Inside, use the menu of a knob.">
      {knobs.map(knob => (
        <Row
          key={knob.id}
          id={knob.id}
          label={knob.label}
          what="knob"
          onRename={label =>
            setGroup('Rename knob', group.id, {
              knobs: knobs.map(each => (each.id === knob.id ? { ...each, label } : each)),
            })
          }
          onRemove={() =>
            setGroup('Hide knob', group.id, { knobs: knobs.filter(each => each.id !== knob.id) })
          }
        />
      ))}
    </List>
  )
}

interface ListProps {
  readonly title: string
  readonly hint: string
  readonly children: readonly ReactNode[]
}

function List({ title, hint, children }: ListProps) {
  return (
    <div>
      <SectionTitle flush>{title}</SectionTitle>
      {children.length === 0 ? (
        <p className="py-1 text-xs text-faint">{hint}</p>
      ) : (
        <ul className="flex flex-col">{children}</ul>
      )}
    </div>
  )
}

interface RowProps {
  readonly id: string
  readonly label: string
  readonly what: string
  readonly onRename: (label: string) => void
  readonly onRemove: () => void
}

function Row({ id, label, what, onRename, onRemove }: RowProps) {
  return (
    <li className="flex items-center gap-1">
      <EditableText
        value={label}
        label={`Name of the ${what} ${label}`}
        testId={`group-${what}-${id}`}
        maxLength={100}
        className="min-w-0 flex-1 text-sm"
        onCommit={text => text !== '' && text !== label && onRename(text)}
      />
      <IconButton
        icon={X}
        size="small"
        label={`Hide the ${what} ${label}`}
        data-testid={`group-hide-${what}-${id}`}
        onClick={onRemove}
      />
    </li>
  )
}
