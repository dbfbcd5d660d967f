import { dispatch, useDocument } from '../../state'
import { Choice, EditableText } from '../../ui'

const SIGNATURES = ['2/4', '3/4', '4/4', '5/4', '7/4', '6/8', '7/8', '12/8'] as const

/** Tempo and time signature. */
export function Tempo() {
  const tempo = useDocument(document => document.transport.tempo)
  const signature = useDocument(document => document.transport.signature)
  const shown = `${signature.beats}/${signature.unit}`
  const known = SIGNATURES.some(option => option === shown) ? SIGNATURES : [...SIGNATURES, shown]
  return (
    <div className="flex items-center gap-1">
      <div className="flex items-center text-xs text-faint">
        <EditableText
          value={String(tempo)}
          label="Tempo in beats a minute"
          testId="tempo"
          className="h-7 w-12 text-right text-sm"
          onCommit={setTempo}
        />
        BPM
      </div>
      <div className="w-16">
        <Choice
          compact
          spec={{
            kind: 'choice',
            label: 'Time signature',
            options: known.map(option => ({ id: option, label: option })),
            default: '4/4',
          }}
          value={shown}
          label="Time signature"
          testId="signature"
          onChange={setSignature}
        />
      </div>
    </div>
  )
}

function setTempo(text: string): void {
  const tempo = Number(text.replace(',', '.'))
  if (!(tempo >= 10 && tempo <= 1000)) return
  dispatch('Set tempo', [{ kind: 'set-transport', transport: { tempo } }])
}

const units = { 2: 2, 4: 4, 8: 8 } as const

function setSignature(text: string): void {
  const [beats = 4, unit = 4] = text.split('/').map(Number)
  const known = unit === 2 || unit === 4 || unit === 8 ? units[unit] : 4
  const signature = { beats, unit: known } as const
  dispatch('Set time signature', [{ kind: 'set-transport', transport: { signature } }])
}
