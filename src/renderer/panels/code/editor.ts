import { closeBrackets, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
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
  tooltips,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { CodeMark } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { placeOf } from './places'
import { offsetOf, typed, type Typed } from './typed'

export interface EditorOptions {
  readonly text: string
  readonly label: string
  readonly language: 'typescript' | 'javascript' | 'json'
  /** What is known of the types of its code. */
  readonly typed: Typed
  readonly onChange: (text: string) => void
  readonly onSave: () => void
}

/** An editor inside of an element, in a shadow of its own: styles that it makes are refused in the page. */
export function openEditor(host: HTMLElement, options: EditorOptions): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const { text, label, language, onChange, onSave } = options
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        // The dialog shows nothing beyond it.
        tooltips({ tooltipSpace: ({ dom }) => dom.getBoundingClientRect() }),
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
        ...(language === 'json' ? [] : typed(options.typed)),
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
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of(update => {
          if (update.docChanged) onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
}

/** Marks where they are the problems of a file, and what the compiler says of its types. */
export function showProblems(
  view: EditorView,
  file: string,
  problems: readonly Failure[],
  marks: readonly CodeMark[],
): void {
  const { doc } = view.state
  const typed = marks.map(({ from, to, severity, message }): Diagnostic => {
    const start = offsetOf(doc, from)
    return { from: start, to: Math.max(start, offsetOf(doc, to)), severity, message }
  })
  const failed = problems.flatMap((failure): Diagnostic[] => {
    const place = placeOf(failure)
    if (place?.file !== file || place.line > doc.lines) return []
    const line = doc.line(place.line)
    const from = Math.min(line.to, line.from + place.column - 1)
    const end = /^[\w$]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1
    const to = Math.min(line.to, from + Math.max(1, end))
    return [{ from: Math.min(from, to), to, severity: 'error', message: failure.message }]
  })
  view.dispatch(setDiagnostics(view.state, [...failed, ...typed]))
}

/** Moves to a place, and takes the keys. */
export function goTo(view: EditorView, line: number, column: number): void {
  const at = view.state.doc.line(Math.min(line, view.state.doc.lines))
  const anchor = Math.min(at.to, at.from + column - 1)
  view.dispatch({ selection: { anchor }, scrollIntoView: true })
  view.focus()
}

/** Scrolls to where somebody writes, if it is out of sight. */
export function keepInSight(view: EditorView): void {
  if (!view.hasFocus) return
  const { head } = view.state.selection.main
  view.dispatch({ effects: EditorView.scrollIntoView(head) })
}

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier], color: 'var(--accent-text)', fontWeight: '600' },
  { tag: [tags.string, tags.regexp], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent-text)' },
  { tag: [tags.comment], color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: [tags.typeName], color: 'var(--text-soft)' },
])

const mono = 'ui-monospace, Menlo, Consolas, monospace'

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--well)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: mono, lineHeight: '20px' },
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
  '.cm-completionInfo': { maxWidth: '400px', padding: '2px' },
  '.cm-diagnostic': { maxWidth: '560px', whiteSpace: 'pre-wrap', padding: '6px 8px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-type': { maxWidth: '560px', maxHeight: '240px', overflow: 'auto', padding: '6px 8px' },
  '.cm-type code': { whiteSpace: 'pre-wrap', fontFamily: mono, fontSize: '12px' },
  '.cm-type p': { margin: '4px 0 0', color: 'var(--text-soft)', whiteSpace: 'pre-wrap' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--text)' },
})
