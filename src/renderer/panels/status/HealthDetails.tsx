import { useEffect, useState, type ReactNode } from 'react'
import {
  canvasView,
  engineLoad,
  graphNow,
  playback,
  select,
  useDocument,
  useEngine,
  useLink,
  type EngineLoad,
} from '../../state'

const EVERY_MS = 250

const engineWords = {
  starting: 'is starting',
  ready: 'runs',
  restarting: 'is being replaced',
  down: 'could not start; restart Wireharp',
} as const

const outputWords = {
  off: 'has not been opened yet; it opens when you play',
  suspended: 'waits for the browser; play to wake it',
  running: 'runs',
  failed: 'failed; play to try again',
} as const

/** What the numbers of the status bar mean, now. */
export function HealthDetails() {
  const engine = useEngine()
  const link = useLink(state => state.link)
  const sampleRate = useDocument(document => document.sampleRate)
  const { counters, load } = useMeasured()
  const ahead = Math.round((counters.lookAhead / sampleRate) * 1000)
  const ready = Math.round((counters.buffered / sampleRate) * 1000)
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-[96px_1fr] gap-x-3 gap-y-1.5">
        <Fact name="Connection">
          {link === 'online' ? 'stands' : 'is broken; edits are kept and sent later'}
        </Fact>
        <Fact name="Engine">
          {engineWords[engine.state]}
          {engine.restarts > 0 && `, replaced ${timesOf(engine.restarts)} since the start`}
        </Fact>
        <Fact name="Load">{loadWords(load)}</Fact>
        <Fact name="Output">{outputWords[counters.state]}</Fact>
        <Fact name="Look-ahead">
          {ahead} ms are kept ready
          {counters.raised && ', more than at first: the sound had run out'}
        </Fact>
        <Fact name="Ready now">{ready} ms</Fact>
        <Fact name="xruns">
          {counters.underruns === 0
            ? 'none: the sound never ran out'
            : `${piecesOf(counters.underruns)} missing. Bypass what costs most, or close other programs.`}
        </Fact>
      </dl>
      {engine.troubles.size > 0 && (
        <ul aria-label="Nodes in trouble" className="flex flex-col gap-1 border-t border-line pt-2">
          {[...engine.troubles.values()].map(({ node, message }) => (
            <li key={node}>
              <button
                type="button"
                className="w-full rounded-sm px-1 py-0.5 text-left text-soft hover:bg-control"
                onClick={() => show(node)}
              >
                {message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function loadWords(load: EngineLoad | undefined): string {
  if (load === undefined) return 'nothing sounds'
  const [mean, most] = [load.mean, load.most].map(part => `${Math.round(part * 100)}\u00a0%`)
  const advice = load.most >= 1 ? '. More than all of it: that is where sound runs out.' : ''
  return `${mean} of the time that a quantum lasts, ${most} at most in the last ten seconds${advice}`
}

function piecesOf(count: number): string {
  return count === 1 ? '1 piece of 128 frames was' : `${count} pieces of 128 frames were`
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function show(node: string): void {
  if (graphNow().nodes[node] === undefined) return
  select([node])
  canvasView().reveal(node)
}

function useMeasured() {
  const [measured, setMeasured] = useState(measure)
  useEffect(() => {
    const timer = setInterval(() => setMeasured(measure), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return measured
}

function measure() {
  return { counters: playback().counters(), load: engineLoad(performance.now()) }
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="text-text">{children}</dd>
    </>
  )
}
