import { memo, useMemo } from 'react'

/** The shape of a sound, as wide as its box. */
export const Shape = memo(function Shape({ data }: { readonly data: string }) {
  const path = useMemo(() => pathOf(data), [data])
  return (
    <svg aria-hidden viewBox="0 0 96 32" preserveAspectRatio="none" className="h-full w-full">
      <path d={path} fill="var(--kind-generator)" />
    </svg>
  )
})

const HEIGHT = 32

/** Up along the largest samples and back along the smallest; silence is a line. */
function pathOf(data: string): string {
  const bytes = Int8Array.from(atob(data), letter => letter.charCodeAt(0))
  const steps = bytes.length / 2
  const y = (value: number): string => (HEIGHT / 2 - (value / 127) * (HEIGHT / 2 - 1)).toFixed(1)
  const above: string[] = []
  const below: string[] = []
  for (let step = 0; step < steps; step++) {
    above.push(`${step} ${y(Math.max(2, bytes[2 * step + 1] ?? 0))}`)
    below.push(`${step} ${y(Math.min(-2, bytes[2 * step] ?? 0))}`)
  }
  return `M${above.join('L')}L${below.toReversed().join('L')}Z`
}
