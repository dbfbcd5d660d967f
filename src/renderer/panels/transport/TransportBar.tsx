import { Redo2, SkipBack, Undo2 } from 'lucide-react'
import { redo, seek, undo, useMirror } from '../../state'
import { IconButton } from '../../ui'
import { AppMenu } from './AppMenu'
import { LoopControls } from './LoopControls'
import { MasterMeter } from './MasterMeter'
import { MetronomeControls } from './Metronome'
import { PlayButton } from './PlayButton'
import { Position } from './Position'
import { ProjectTitle } from './ProjectTitle'
import { RecordButton } from './RecordButton'
import { SeekBar } from './SeekBar'
import { Tempo } from './Tempo'

/** The top of the window: project, transport, master. In a narrow window the transport has a row of its own. */
export function TransportBar() {
  return (
    <header className="shrink-0 border-b border-line bg-panel">
      <h1 className="sr-only">Wireharp</h1>
      <div className="grid h-12 grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-2 px-2 max-[900px]:h-auto max-[900px]:grid-cols-[minmax(0,1fr)_auto] max-[900px]:gap-y-0.5 max-[900px]:py-1 [@media(max-height:520px)]:gap-y-0 [@media(max-height:520px)]:pt-0 [@media(max-height:520px)]:pb-0.5 min-[1200px]:gap-4">
        <div className="flex min-w-0 items-center gap-1">
          <AppMenu />
          <ProjectTitle />
          <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line" />
          <History />
        </div>
        <div className="flex items-center gap-1 max-[900px]:order-last max-[900px]:col-span-2 max-[900px]:justify-center min-[1200px]:gap-3">
          <div className="flex items-center gap-1" role="group" aria-label="Transport">
            <IconButton
              icon={SkipBack}
              label="Back to the start"
              keys="Home"
              data-testid="rewind"
              onClick={() => void seek(0)}
            />
            <PlayButton />
            <RecordButton />
          </div>
          <Position />
          <Tempo />
          <LoopControls />
          <MetronomeControls />
        </div>
        <div className="flex min-w-0 items-center justify-end gap-2">
          <MasterMeter />
        </div>
      </div>
      <SeekBar />
    </header>
  )
}

function History() {
  const undoes = useMirror(mirror => mirror.pending.at(-1)?.transaction.label ?? mirror.undo)
  const redoes = useMirror(mirror => mirror.redo)
  return (
    <>
      <IconButton
        icon={Undo2}
        label="Undo"
        tip={undoes === undefined ? 'Nothing to undo' : `Undo: ${undoes}`}
        keys="Mod+Z"
        data-testid="undo"
        aria-disabled={undoes === undefined}
        onClick={() => void undo()}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        tip={redoes === undefined ? 'Nothing to redo' : `Redo: ${redoes}`}
        keys="Mod+Shift+Z"
        data-testid="redo"
        aria-disabled={redoes === undefined}
        onClick={() => void redo()}
      />
    </>
  )
}
