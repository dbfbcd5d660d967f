import type { MarketCard } from '#shared/contract'
import { classNames } from '../../ui'
import { glyphOf } from './glyph'
import { useAsset } from './use-asset'

const colors: Readonly<Record<string, string>> = {
  effect: 'var(--kind-effect)',
  generator: 'var(--kind-generator)',
  analyzer: 'var(--kind-analyzer)',
}

interface PluginIconProps {
  readonly card: Pick<MarketCard, 'id' | 'version' | 'registry' | 'kind' | 'icon'>
  readonly large?: boolean
}

/** The icon that a package brings, else a small waveform in the colour of its kind. */
export function PluginIcon({ card, large = false }: PluginIconProps) {
  const url = useAsset(card, card.icon)
  const size = large ? 'size-14 rounded-lg' : 'size-10 rounded-md'
  if (url !== undefined && url !== '') {
    return <img src={url} alt="" className={classNames(size, 'shrink-0 object-cover')} />
  }
  const color = colors[card.kind] ?? 'var(--kind-node)'
  return (
    <span
      aria-hidden
      className={classNames(size, 'flex shrink-0 items-center justify-center border')}
      style={{
        borderColor: `color-mix(in oklab, ${color} 35%, transparent)`,
        background: `linear-gradient(160deg, color-mix(in oklab, ${color} 26%, var(--panel)), color-mix(in oklab, ${color} 8%, var(--panel)))`,
      }}
    >
      <svg viewBox="0 0 28 28" className={large ? 'size-9' : 'size-7'}>
        {glyphOf(card.id).map((bar, index) => (
          <rect
            key={index}
            x={index * 4 + 0.75}
            y={14 - bar * 12}
            width={2.5}
            height={bar * 24}
            rx={1.25}
            fill={color}
          />
        ))}
      </svg>
    </span>
  )
}
