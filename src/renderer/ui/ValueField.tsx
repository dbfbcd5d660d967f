import { useRef, useState } from 'react'
import { formatParam } from '#shared/graph'
import { parseValue } from '../kit'
import { classNames } from './class-names'
import { FieldProblem } from './FieldProblem'
import type { ValueControlProps } from './value-gesture'

interface ValueFieldProps extends Omit<ValueControlProps, 'testId'> {
  readonly testId?: string | undefined
  readonly className?: string
  /** Beats a minute, for lengths of notes. */
  readonly tempo?: (() => number) | undefined
}

/** A value as text: click to type another (“1.2k”, “−6 dB”, “250 ms”), Enter to take it, Esc to leave it. What is no value stays to be mended. */
export function ValueField({
  spec,
  value,
  label,
  begin,
  testId,
  className,
  tempo,
}: ValueFieldProps) {
  const [typed, setTyped] = useState<string>()
  const shown = formatParam(spec, value)
  const [told, setTold] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const parsed = typed === undefined ? undefined : parseValue(spec, typed, tempo?.())
  const wrong = typed !== undefined && typed !== shown && parsed === undefined

  function commit(): void {
    setTold(wrong)
    if (wrong) return
    setTyped(undefined)
    if (parsed === undefined) return
    using gesture = begin()
    gesture.change(parsed)
  }

  function leave(): void {
    setTold(false)
    setTyped(document.activeElement === field.current ? shown : undefined)
  }

  return (
    <>
      <input
        ref={field}
        aria-label={`${label}, value`}
        aria-invalid={wrong}
        data-testid={testId}
        value={typed ?? shown}
        spellCheck={false}
        className={classNames(
          'nodrag h-5 w-full min-w-0 rounded-sm border border-transparent bg-transparent px-0.5 text-center text-xs',
          'text-soft hover:border-line hover:bg-well focus:border-line-strong focus:bg-well focus:text-text',
          'focus:outline-none aria-invalid:border-bad aria-invalid:text-bad',
          className,
        )}
        onFocus={event => {
          if (told) return
          setTyped(shown)
          event.currentTarget.select()
        }}
        onChange={event => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={event => {
          if (event.key === 'Escape') {
            setTyped(undefined)
            setTold(false)
          }
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.stopPropagation()
          if (event.key === 'Enter' && wrong) return setTold(true)
          // Once Escape has taken back what was typed: leaving the field takes what is in it.
          const input = event.currentTarget
          queueMicrotask(() => input.blur())
        }}
      />
      {told && wrong && (
        <FieldProblem
          problem={`Type a value, like ${formatParam(spec, spec.default)}.`}
          onLeave={leave}
          field={field}
        />
      )}
    </>
  )
}
