import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { SdkWord } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { completeWith, type NodeNames } from './completions'
import { placeOf } from './places'

export interface EditorOptions {
  readonly text: string
  readonly label: string
  readonly language: 'typescript' | 'json'
  readonly words: () => readonly SdkWord[]
  readonly names: () => NodeNames
  readonly onChange: (text: string) => void
  readonly onSave: () => void
}

/** An editor inside of an element, in a shadow of its own: styles that it makes are refused in the page. */
export function openEditor(host: HTMLElement, options: EditorOptions): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const { text, label, language, words, names, onChange, onSave } = options
  const complete = completeWith([], names())
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        javascript({ typescript: language === 'typescript' }),
        syntaxHighlighting(colors),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        look,
        ...(language === 'typescript'
          ? [
              autocompletion({
                override: [
                  context =>
                    words().length === 0
                      ? complete(context)
                      : completeWith(words(), names())(context),
                ],
              }),
            ]
          : []),
        keymap.of([
          {
            key: 'Mod-s',
            run: () => {
              onSave()
              return true
            },
          },
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of(update => {
          if (update.docChanged) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
}

/** Marks the problems of a file where they are. */
export function showProblems(view: EditorView, file: string, problems: readonly Failure[]): void {
  const { doc } = view.state
  const diagnostics = problems.flatMap((failure): Diagnostic[] => {
    const place = placeOf(failure)
    if (place?.file !== file || place.line > doc.lines) return []
    const line = doc.line(place.line)
    const from = Math.min(line.to, line.from + place.column - 1)
    const end = /^[\w$]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1
    const to = Math.min(line.to, from + Math.max(1, end))
    return [{ from: Math.min(from, to), to, severity: 'error', message: failure.message }]
  })
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** Moves to a place, and takes the keys. */
export function goTo(view: EditorView, line: number, column: number): void {
  const at = view.state.doc.line(Math.min(line, view.state.doc.lines))
  const anchor = Math.min(at.to, at.from + column - 1)
  view.dispatch({ selection: { anchor }, scrollIntoView: true })
  view.focus()
}

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: 'var(--accent-text)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent-text)' },
  { tag: [tags.comment], color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: [tags.typeName], color: 'var(--text-soft)' },
])

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--well)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--well)',
    color: 'var(--text-faint)',
    border: 'none',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--control)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'var(--control-hover) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionInfo': { whiteSpace: 'pre-wrap', maxWidth: '360px', padding: '8px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--text)' },
})
