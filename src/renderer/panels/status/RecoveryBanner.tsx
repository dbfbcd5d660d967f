import { LifeBuoy } from 'lucide-react'
import { openFileBeside, revertToFile, settleRecovery, useMirror, useRecovery } from '../../state'
import { Button } from '../../ui'

/** After a crash: the edits are back, and the user says what to go on with. Whatever is chosen, all of it is kept. */
export function RecoveryBanner() {
  const { project, edits } = useRecovery()
  const shown = useMirror(mirror => mirror.project)
  if (project !== shown) return undefined
  const [count, verb] =
    edits === 1 ? ['1 edit that was', 'is'] : [`${edits} edits that were`, 'are']
  return (
    <section
      aria-label="Recovered edits"
      data-testid="recovery"
      className="appear absolute inset-x-0 top-3 z-20 mx-auto flex w-max max-w-[min(92%,600px)] flex-col gap-2.5 rounded-md border border-line-strong bg-raised p-3 text-sm shadow-float"
    >
      <p className="flex items-start gap-2.5">
        <LifeBuoy size={16} aria-hidden className="mt-px shrink-0 text-accent-text" />
        <span>
          Wireharp did not end as it should. {count} not saved to the file {verb} back.
          <span className="text-soft"> Whatever you choose, nothing is thrown away.</span>
        </span>
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-testid="recovery-file" onClick={() => void revertToFile()}>
          Back to the file
        </Button>
        <Button
          data-testid="recovery-both"
          onClick={() => {
            settleRecovery()
            void openFileBeside()
          }}
        >
          Both, side by side
        </Button>
        <Button look="primary" data-testid="recovery-keep" onClick={settleRecovery}>
          Keep the edits
        </Button>
      </div>
    </section>
  )
}
