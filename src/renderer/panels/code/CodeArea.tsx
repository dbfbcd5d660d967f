import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { CodeMark } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { detailsOfOffer, meaningAt, offersAt } from '../../state'
import { goTo, keepInSight, openEditor, showProblems, type EditorOptions } from './editor'
import type { Place } from './places'

interface CodeAreaProps {
  readonly file: string
  readonly text: string
  readonly problems: readonly Failure[]
  /** What the compiler says of it. */
  readonly marks: readonly CodeMark[]
  /** The place to go to, in whatever file. */
  readonly shown: Place | undefined
  readonly onChange: (text: string) => void
  readonly onSave: () => void
}

/** One file, with what is wrong with it marked in it. */
export function CodeArea({ file, text, problems, marks, shown, onChange, onSave }: CodeAreaProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const handlers = useRef({ onChange, onSave })
  const first = useRef(text)
  useEffect(() => {
    handlers.current = { onChange, onSave }
  })
  useEffect(() => {
    if (host.current === null) return undefined
    const made = openEditor(host.current, {
      text: first.current,
      label: file,
      language: languageOf(file),
      typed: { offers: offersAt, details: detailsOfOffer, meaning: meaningAt },
      onChange: next => handlers.current.onChange(next),
      onSave: () => handlers.current.onSave(),
    })
    view.current = made
    made.focus()
    // A list of problems that comes takes room: whoever writes goes on seeing where.
    const sized = new ResizeObserver(() => keepInSight(made))
    sized.observe(host.current)
    return () => {
      sized.disconnect()
      made.destroy()
    }
  }, [file])
  useEffect(() => {
    if (view.current !== null) showProblems(view.current, file, problems, marks)
  }, [file, problems, marks])
  useEffect(() => {
    if (view.current === null || shown?.file !== file) return
    goTo(view.current, shown.line, shown.column)
  }, [file, shown])
  return (
    <div
      ref={host}
      data-code-editor
      data-testid={`code-${file}`}
      className="h-full min-h-0 overflow-hidden"
    />
  )
}

function languageOf(file: string): EditorOptions['language'] {
  if (file.endsWith('.json')) return 'json'
  return file.endsWith('.js') ? 'javascript' : 'typescript'
}
