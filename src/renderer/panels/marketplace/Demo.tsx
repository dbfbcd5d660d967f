import { Play, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { MarketDetails } from '#shared/contract'
import { Button, FailureNote, Progress } from '../../ui'
import { drawWave } from './draw-wave'
import { useDemo, type DemoSound } from './use-demo'

/** How the plugin sounds, rendered in the sandbox before anything is installed. */
export function Demo({ details }: { readonly details: MarketDetails }) {
  const demo = useDemo(details)
  const hasNone = details.nodes.length === 0 && details.demo === undefined
  // What was revoked does not run, here neither.
  if (hasNone || details.publisher.trust === 'revoked') return undefined
  const { state, sound, failure, progress } = demo
  return (
    <section
      aria-label="Demo"
      data-testid="market-demo"
      data-state={state}
      className="flex flex-col gap-2"
    >
      <div className="flex h-12 items-center gap-3 rounded-md border border-line bg-well px-2">
        <Button
          look={state === 'playing' ? 'primary' : 'plain'}
          className="size-8 rounded-full p-0!"
          aria-label={state === 'playing' ? 'Stop the demo' : 'Hear the demo'}
          disabled={state === 'rendering'}
          data-testid="market-listen"
          onClick={state === 'playing' ? demo.stop : () => void demo.play()}
        >
          {state === 'playing' ? <Square size={13} aria-hidden /> : <Play size={14} aria-hidden />}
        </Button>
        {state === 'rendering' ? (
          <span className="flex min-w-0 flex-1 items-center gap-3">
            <Progress done={progress.done} label="Rendering the demo" />
            <span className="shrink-0 text-xs text-soft">{progress.stage}</span>
          </span>
        ) : sound === undefined ? (
          <span className="text-xs text-soft">
            {details.installed === undefined
              ? 'Hear it before you install it.'
              : 'Hear it by itself.'}{' '}
            It is rendered here, in the sandbox.
          </span>
        ) : (
          <Wave sound={sound} positionNow={demo.positionNow} />
        )}
      </div>
      {sound !== undefined && (
        <p className="text-xs text-faint">
          {sound.by === 'author'
            ? 'The demo of its author, rendered on this machine.'
            : `A phrase of ours through “${sound.node ?? details.name}”, rendered on this machine.`}
        </p>
      )}
      {failure !== undefined && (
        <FailureNote message={`${failure.message} (${failure.code})`} testId="demo-failure" />
      )}
    </section>
  )
}

interface WaveProps {
  readonly sound: DemoSound
  readonly positionNow: () => number
}

/** The sound’s outline, and where it plays. */
function Wave({ sound, positionNow }: WaveProps) {
  const box = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = box.current
    if (canvas === null) return
    return drawWave(canvas, sound, positionNow)
  }, [sound, positionNow])
  return <canvas ref={box} aria-hidden data-testid="demo-wave" className="h-8 min-w-0 flex-1" />
}
