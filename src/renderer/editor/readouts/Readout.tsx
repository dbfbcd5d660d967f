import { RotateCcw } from 'lucide-react'
import { useMemo, useRef } from 'react'
import type { NodeDefinition } from '#shared/graph'
import { classNames, Tip } from '../../ui'
import type { DisplayKind } from './display'
import { displayKindOf, lookFor } from './display-kind'
import { useDisplay } from './use-display'

interface ReadoutProps {
  readonly node: string
  readonly name: string
  readonly definition: NodeDefinition
  /** Where there is room: in a panel. */
  readonly large?: boolean
  /** Fills what holds it. */
  readonly fill?: boolean
}

/** What a node measures, drawn as it sounds; nothing where it measures nothing. */
export function Readout({ definition, ...props }: ReadoutProps) {
  const kind = useMemo(() => displayKindOf(definition), [definition])
  return kind && <Measured kind={kind} definition={definition} {...props} />
}

function Measured(props: ReadoutProps & { readonly kind: DisplayKind }) {
  const { node, name, definition, kind, large = false, fill = false } = props
  const display = useMemo(() => kind.begin(), [kind])
  const canvas = useRef<HTMLCanvasElement>(null)
  const figures = useRef<HTMLOutputElement>(null)
  const look = useMemo(() => lookFor(node, definition, kind), [node, definition, kind])
  useDisplay({ canvas, figures, display, look, large })
  const height = Math.max(1, large ? kind.largeHeight : kind.height)
  return (
    <figure
      data-testid={`readout-${node}`}
      className={classNames(
        'flex min-w-0 flex-col overflow-hidden rounded bg-well ring-1 ring-line',
        fill && 'h-full',
      )}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${definition.label} of ${name}`}
        className={classNames('block w-full', fill && 'min-h-0 flex-1')}
        style={fill ? undefined : { height }}
      />
      <figcaption className="flex items-center border-t border-line">
        <output
          ref={figures}
          className={classNames(
            'min-w-0 flex-1 truncate px-1.5 text-soft',
            large ? 'py-1 text-xs' : 'py-0.5 text-2xs',
          )}
        >
          –
        </output>
        {display.reset !== undefined && (
          <Tip text="Forget the peaks">
            <button
              type="button"
              aria-label={`Forget the peaks of ${name}`}
              className="nodrag px-1.5 text-faint hover:text-text"
              onClick={() => display.reset?.()}
            >
              <RotateCcw size={10} aria-hidden />
            </button>
          </Tip>
        )}
      </figcaption>
    </figure>
  )
}
