import { switchAi, useAiServices } from '../../state'
import { Toggle } from '../../ui'

/** Whether large models may run here, and what the machine is good for. */
export function AiSwitch() {
  const ai = useAiServices(state => state.ai)
  if (ai === undefined) return undefined
  const { on, by, memory, cores, gpu, reasons, recommended } = ai
  const machine = [
    `${(memory / 1e9).toFixed(0)} GB of memory`,
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    ...(gpu === undefined ? [] : [`${gpu} graphics`]),
  ].join(', ')
  const advice = recommended ? 'Models run well on this machine' : reasons.join(' ')
  const said = by === 'nobody' ? `Off until you switch them on. ${advice}` : advice
  return (
    <div className="flex items-center gap-3 pb-3" data-testid="ai-switch">
      <Toggle on={on} label="Large models on this machine" onChange={next => void switchAi(next)} />
      <div className="min-w-0 text-sm">
        <p className="font-medium">Large models on this machine</p>
        <p className="text-xs text-soft">
          {by === 'profile' ? 'On for this run, by --profile ai' : said} · {machine}
        </p>
      </div>
    </div>
  )
}
