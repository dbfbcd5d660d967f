import { GripVertical, X } from 'lucide-react'
import type { DragEvent, KeyboardEvent } from 'react'
import type { PerformerControl } from '#shared/graph'
import {
  knownName,
  moveControl,
  removeControl,
  renameControl,
  useDefinition,
  useNode,
} from '../../state'
import { classNames, EditableText, IconButton } from '../../ui'
import { BigControl } from './BigControl'
import { NodeMeter } from './NodeMeter'

const DRAGGED = 'application/x-wireharp-control'

interface ControlCellProps {
  readonly control: PerformerControl
  readonly index: number
  readonly arranging: boolean
}

/** A control of the page. While they are arranged it can be dragged, named anew and taken away, and not turned. */
export function ControlCell({ control, index, arranging }: ControlCellProps) {
  const { id, param } = control
  const node = useNode(control.node)
  const definition = useDefinition(node?.type ?? '')
  const spec = definition?.params[param]
  const name = node?.label ?? definition?.label ?? (node ? knownName(node.type) : control.node)
  const label = control.label ?? spec?.label ?? param

  function onDrop(event: DragEvent): void {
    const dragged = event.dataTransfer.getData(DRAGGED)
    if (dragged === '') return
    event.preventDefault()
    moveControl(dragged, index)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    moveControl(id, index + by)
  }

  const dragging = {
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(DRAGGED, id),
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault()
    },
    onDrop,
  }

  return (
    <li
      data-testid={`control-${param}`}
      draggable={arranging}
      {...(arranging ? dragging : {})}
      className={classNames(
        'relative flex min-h-44 flex-col items-center gap-2 rounded-lg border bg-panel px-3 pt-3 pb-2',
        arranging ? 'cursor-grab border-dashed border-line-strong' : 'border-line',
      )}
    >
      {!arranging && node !== undefined && <NodeMeter node={node.id} />}
      {arranging && (
        <div className="flex w-full items-center justify-between">
          <IconButton
            icon={GripVertical}
            size="small"
            label={`Move ${label} with the arrow keys`}
            data-testid={`grip-${param}`}
            onKeyDown={onKeyDown}
          />
          <IconButton
            icon={X}
            size="small"
            label={`Take ${label} off the page`}
            onClick={() => removeControl(id)}
          />
        </div>
      )}
      <div
        inert={arranging}
        className="flex w-full flex-1 flex-col items-center justify-center gap-2"
      >
        {node === undefined || spec === undefined ? (
          <p className="text-center text-xs text-faint">Its plugin is missing.</p>
        ) : (
          <BigControl node={node} name={name} param={param} spec={spec} />
        )}
      </div>
      <div className="w-full text-center">
        {arranging ? (
          <EditableText
            value={label}
            label={`Name of ${label}`}
            className="h-5 w-full text-center text-sm"
            maxLength={100}
            onCommit={next => renameControl(id, next === spec?.label ? '' : next)}
          />
        ) : (
          <p dir="auto" className="truncate text-center text-sm font-medium" title={label}>
            {label}
          </p>
        )}
        <p dir="auto" className="truncate text-center text-xs text-faint" title={name}>
          {name}
        </p>
      </div>
    </li>
  )
}
