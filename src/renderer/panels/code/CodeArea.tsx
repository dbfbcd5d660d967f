import type { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Failure } from '#shared/kit'
import { useCode } from '../../state'
import { namesOf } from './completions'
import { goTo, openEditor, showProblems } from './editor'
import { placeOf } from './places'

interface CodeAreaProps {
  readonly file: 'main.ts' | 'plugin.json'
  readonly text: string
  readonly problems: readonly Failure[]
  /** The problem to go to. */
  readonly shown: Failure | undefined
  readonly onChange: (text: string) => void
  readonly onSave: () => void
}

/** One file, with what is wrong with it marked in it. */
export function CodeArea({ file, text, problems, shown, onChange, onSave }: CodeAreaProps) {
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
      language: file === 'main.ts' ? 'typescript' : 'json',
      words: () => useCode.getState().words,
      names: () => namesOf(useCode.getState().source?.manifest ?? ''),
      onChange: next => handlers.current.onChange(next),
      onSave: () => handlers.current.onSave(),
    })
    view.current = made
    made.focus()
    return () => made.destroy()
  }, [file])
  useEffect(() => {
    if (view.current !== null) showProblems(view.current, file, problems)
  }, [file, problems])
  useEffect(() => {
    const place = shown === undefined ? undefined : placeOf(shown)
    if (view.current === null || place?.file !== file) return
    goTo(view.current, place.line, place.column)
  }, [file, shown])
  return <div ref={host} data-testid={`code-${file}`} className="h-full min-h-0 overflow-hidden" />
}
