import { Play } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { endTour, goToTourStep, play, useDialogs, useTour, useTransport } from '../../state'
import { Button, classNames } from '../../ui'
import { placeCard, type Box } from './place-card'
import { tourSteps, type TourStep } from './tour-steps'

/**
 * The tour of the first start: a card beside each part of the window, which goes on working meanwhile. It waits while a
 * dialog is open.
 */
export function Tour() {
  const index = useTour(state => state.step)
  const waits = useDialogs(state => state.open !== undefined)
  const step = index === undefined || waits ? undefined : tourSteps[index]
  return index === undefined || step === undefined ? undefined : (
    <Card key={index} index={index} step={step} />
  )
}

function Card({ index, step }: { readonly index: number; readonly step: TourStep }) {
  const box = useRef<HTMLDivElement>(null)
  const target = useTargetBox(step.target)
  const [place, setPlace] = useState<{ left: number; top: number }>()
  const first = index === 0
  const last = index === tourSteps.length - 1

  useLayoutEffect(() => {
    const card = box.current?.getBoundingClientRect()
    if (card === undefined) return
    const window_ = { width: window.innerWidth, height: window.innerHeight }
    setPlace(placeCard(step.side, target, card, window_))
  }, [step, target])

  useEffect(() => {
    box.current?.focus()
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') endTour()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [])

  return (
    <>
      {target !== undefined && (
        <div
          aria-hidden
          className="pointer-events-none fixed z-40 rounded-md ring-2 ring-accent"
          style={{ left: target.x, top: target.y, width: target.width, height: target.height }}
        />
      )}
      <div
        ref={box}
        role="dialog"
        aria-label={step.title}
        tabIndex={-1}
        data-testid="tour"
        className="appear fixed z-50 flex w-88 flex-col gap-3 rounded-lg border border-line-strong bg-raised p-4 shadow-float outline-none"
        style={place ?? { left: 0, top: 0, visibility: 'hidden' }}
      >
        <h2 className="text-base font-semibold">{step.title}</h2>
        <p className="text-sm text-soft">{step.text}</p>
        <div className="flex items-center gap-2 pt-1">
          <Dots index={index} />
          <Button look={last ? 'primary' : 'quiet'} data-testid="tour-skip" onClick={endTour}>
            {last ? 'Close' : 'Skip'}
          </Button>
          {!last && (
            <Button look="primary" data-testid="tour-next" onClick={() => next(index)}>
              {first && <Play size={13} aria-hidden fill="currentColor" strokeWidth={0} />}
              {first ? 'Play and look around' : 'Next'}
            </Button>
          )}
        </div>
      </div>
    </>
  )
}

/** The first click is also the one that lets a browser play. */
function next(index: number): void {
  goToTourStep(index + 1)
  if (index === 0 && !useTransport.getState().playing) void play()
}

function Dots({ index }: { readonly index: number }) {
  return (
    <span
      className="flex flex-1 gap-1.5"
      role="img"
      aria-label={`Step ${index + 1} of ${tourSteps.length}`}
    >
      {tourSteps.map((step, at) => (
        <span
          key={step.title}
          className={classNames(
            'size-1.5 rounded-full',
            at === index ? 'bg-accent' : 'bg-faint/50',
          )}
        />
      ))}
    </span>
  )
}

/** Where what is pointed at stands now; it may move with the window. */
function useTargetBox(selector: string | undefined): Box | undefined {
  const [box, setBox] = useState<Box>()
  useEffect(() => {
    if (selector === undefined) return
    const look = () => {
      const found = document.querySelector(selector)?.getBoundingClientRect()
      setBox(found && { x: found.x, y: found.y, width: found.width, height: found.height })
    }
    look()
    window.addEventListener('resize', look)
    return () => window.removeEventListener('resize', look)
  }, [selector])
  return box
}
