import {
  autocompletion,
  insertCompletionText,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete'
import type { Text } from '@codemirror/state'
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view'
import type { CodeMeaning, CodeOffer, CodeOfferDetails, CodePlace } from '#shared/contract'

/** What is known of the types of a text. */
export interface Typed {
  offers(code: string, place: CodePlace): Promise<readonly CodeOffer[]>
  details(code: string, place: CodePlace, offer: CodeOffer): Promise<CodeOfferDetails>
  meaning(code: string, place: CodePlace): Promise<CodeMeaning | undefined>
}

/** Offers while it is written, and the type of what the pointer rests on. */
export function typed(known: Typed) {
  return [
    autocompletion({ override: [context => complete(context, known)] }),
    hoverTooltip((view, at) => explain(view, at, known), { hoverTime: 350 }),
  ]
}

async function complete(context: CompletionContext, known: Typed): Promise<CompletionResult> {
  const { state, pos, explicit } = context
  const word = context.matchBefore(/[\w$]+$/)
  const from = word?.from ?? pos
  const isAsked = explicit || word !== null || /[.'"]/.test(state.sliceDoc(pos - 1, pos))
  if (!isAsked) return { from, options: [] }
  const code = state.doc.toString()
  const place = placeAt(state.doc, pos)
  const offers = await known.offers(code, place)
  const details = (offer: CodeOffer) => known.details(code, place, offer)
  const typed = word?.text ?? ''
  return {
    from,
    options: offers.map(offer => optionOf(offer, details)),
    // What is to be imported is offered by how it begins.
    validFor: text => /^[\w$]*$/.test(text) && text.startsWith(typed),
  }
}

function optionOf(
  offer: CodeOffer,
  details: (offer: CodeOffer) => Promise<CodeOfferDetails>,
): Completion {
  const { label, kind, from, order } = offer
  return {
    ...{ label, type: kind, sortText: order },
    ...(from !== undefined && { detail: from }),
    info: async () => {
      if (from !== undefined) return shown({ type: label, doc: `It is imported from ${from}.` })
      const { type = label, doc = '' } = await details(offer)
      return shown({ type, doc })
    },
    apply: (view, _completion, start, end) => {
      const before = view.state.doc
      view.dispatch(insertCompletionText(view.state, label, start, end))
      if (from === undefined) return
      void details(offer).then(({ edits }) => bringIn(view, before, edits))
    },
  }
}

/** Writes the import, where what stands above has stayed as it was when it was worked out. */
function bringIn(view: EditorView, before: Text, edits: CodeOfferDetails['edits']): void {
  const changes = edits.map(({ from, to, text }) => ({
    from: offsetOf(before, from),
    to: offsetOf(before, to),
    insert: text,
  }))
  const end = Math.max(0, ...changes.map(({ to }) => to))
  const isSame = view.state.sliceDoc(0, end) === before.sliceString(0, end)
  if (isSame && changes.length > 0) view.dispatch({ changes })
}

async function explain(view: EditorView, at: number, known: Typed): Promise<Tooltip[]> {
  const { doc } = view.state
  const meaning = await known.meaning(doc.toString(), placeAt(doc, at))
  if (meaning === undefined || view.state.doc !== doc) return []
  const pos = offsetOf(doc, meaning.from)
  const create = () => ({ dom: shown(meaning) })
  return [{ pos, end: Math.max(at, offsetOf(doc, meaning.to)), above: true, create }]
}

function shown({ type, doc }: Pick<CodeMeaning, 'type' | 'doc'>): HTMLElement {
  const dom = document.createElement('div')
  dom.className = 'cm-type'
  const head = document.createElement('code')
  head.textContent = type
  dom.append(head)
  if (doc === '') return dom
  const text = document.createElement('p')
  text.textContent = doc
  dom.append(text)
  return dom
}

function placeAt(doc: Text, at: number): CodePlace {
  const line = doc.lineAt(at)
  return { line: line.number, column: at - line.from + 1 }
}

/** Of a place that may lie beyond what is written now. */
export function offsetOf(doc: Text, { line, column }: CodePlace): number {
  const found = doc.line(Math.min(line, doc.lines))
  return Math.min(found.to, found.from + column - 1)
}
