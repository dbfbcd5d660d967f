import { useReadout } from './readout'

/** So far it stands from the pointer, */
const GAP = 14
/** and so near to the edges of the window it changes its side. */
const ROOM = { width: 220, height: 64 }

/** The values of what is dragged, beside the pointer: above it, where the hand hides nothing. */
export function ReadoutLayer() {
  const shown = useReadout(state => state.shown)
  if (shown === undefined) return undefined
  const { x, y, lines } = shown
  const [first, ...others] = lines
  const across =
    x + GAP + ROOM.width > window.innerWidth
      ? { right: window.innerWidth - x + GAP }
      : { left: x + GAP }
  const down =
    y - GAP - ROOM.height < 0 ? { top: y + GAP } : { bottom: window.innerHeight - y + GAP }
  return (
    <div
      aria-hidden
      data-testid="drag-readout"
      className="pointer-events-none fixed z-50 rounded border border-line-strong bg-raised px-2 py-1 text-xs whitespace-nowrap text-soft shadow-float"
      style={{ ...across, ...down }}
    >
      <div className="font-medium text-text">{first}</div>
      {others.map(line => (
        <div key={line}>{line}</div>
      ))}
    </div>
  )
}
