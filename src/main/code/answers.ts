import { z } from 'zod'
import type {
  CodeMark,
  CodeMeaning,
  CodeOffer,
  CodeOfferDetails,
  CodePlace,
} from '#shared/contract'

/** What the language server protocol counts from 0, and in UTF-16, as a page does. */
const position = z.object({ line: z.int().min(0), character: z.int().min(0) })
const range = z.object({ start: position, end: position })

export const diagnosticsSchema = z.object({
  items: z
    .array(
      z.object({
        range,
        severity: z.int().optional(),
        code: z.union([z.number(), z.string()]).optional(),
        message: z.string(),
      }),
    )
    .default([]),
})

/** Loose: all of it goes back when more is asked about it. */
const item = z.looseObject({
  label: z.string(),
  kind: z.int().optional(),
  sortText: z.string().optional(),
  /** 1: nobody should use it any more. */
  tags: z.array(z.int()).optional(),
  labelDetails: z.object({ description: z.string().optional() }).optional(),
})
type Item = z.infer<typeof item>

export const resolvedSchema = z.object({
  detail: z.string().optional(),
  documentation: z
    .union([z.string(), z.object({ value: z.string() })])
    .optional()
    .transform(text => (typeof text === 'string' ? text : text?.value)),
  additionalTextEdits: z.array(z.object({ range, newText: z.string() })).default([]),
})

export const completionsSchema = z
  .union([z.object({ items: z.array(item) }), z.array(item)])
  .nullish()
  .transform(answer => (Array.isArray(answer) ? answer : (answer?.items ?? [])))

export const hoverSchema = z
  .object({
    contents: z
      .union([z.string(), z.object({ value: z.string() })])
      .transform(contents => (typeof contents === 'string' ? contents : contents.value)),
    range: range.optional(),
  })
  .nullish()
  .transform(answer => answer ?? undefined)

export function toPosition({ line, column }: CodePlace): z.infer<typeof position> {
  return { line: line - 1, character: column - 1 }
}

function toPlace({ line, character }: z.infer<typeof position>): CodePlace {
  return { line: line + 1, column: character + 1 }
}

const severities = ['error', 'error', 'warning', 'hint', 'hint'] as const

export function marksOf({ items }: z.infer<typeof diagnosticsSchema>): CodeMark[] {
  return items.map(({ range: { start, end }, severity = 1, code, message }) => ({
    from: toPlace(start),
    to: toPlace(end),
    severity: severities[severity] ?? 'error',
    message,
    ...(typeof code === 'number' && { code }),
  }))
}

/** Of the protocol’s kinds of completions, by their numbers. */
const kinds: Readonly<Record<number, CodeOffer['kind']>> = {
  2: 'function',
  3: 'function',
  4: 'function',
  5: 'property',
  6: 'variable',
  7: 'type',
  8: 'type',
  10: 'property',
  13: 'type',
  14: 'keyword',
  20: 'constant',
  21: 'constant',
  22: 'type',
  25: 'type',
}
/** More than anybody reads; what begins with what was typed is found among them. */
const MOST_OFFERS = 3000

export function offersOf(items: readonly Item[]): CodeOffer[] {
  const wanted = items.filter(({ tags = [] }) => !tags.includes(1))
  return wanted.slice(0, MOST_OFFERS).map(({ label, kind = 0, sortText = label, labelDetails }) => {
    const from = labelDetails?.description
    return {
      ...{ label, kind: kinds[kind] ?? 'text', order: sortText },
      ...(from !== undefined && { from }),
    }
  })
}

/** The one that was meant. */
export function itemOf(
  items: readonly Item[],
  { label, from }: { readonly label: string; readonly from?: string | undefined },
): Item | undefined {
  return items.find(each => each.label === label && each.labelDetails?.description === from)
}

export function detailsOf(answer: z.infer<typeof resolvedSchema>): CodeOfferDetails {
  const { detail, documentation, additionalTextEdits } = answer
  return {
    ...(detail !== undefined && { type: plainType(detail) }),
    ...(documentation !== undefined && { doc: plainDoc(documentation) }),
    edits: additionalTextEdits.map(({ range: { start, end }, newText }) => ({
      ...{ from: toPlace(start), to: toPlace(end), text: newText },
    })),
  }
}

function plainType(text: string): string {
  return text.replace(/^\(alias\) /, '')
}

/** Without examples and marks, and with line ends where paragraphs end alone. */
function plainDoc(text: string): string {
  const [said = ''] = text.split(/\n\s*\*@|^\s*\*@/)
  return said
    .trim()
    .replaceAll(/(?<!\n)\n(?!\n)/g, ' ')
    .replaceAll('`', '')
}

/** The first block of code is the type; what follows is what is said of it. */
export function meaningOf(
  answer: z.infer<typeof hoverSchema>,
  place: CodePlace,
): CodeMeaning | undefined {
  if (answer === undefined) return undefined
  const [, type = '', doc = ''] =
    /^```\w*\n([\s\S]*?)\n```\s*([\s\S]*)$/.exec(answer.contents) ?? []
  if (type === '') return undefined
  const { start, end } = answer.range ?? { start: toPosition(place), end: toPosition(place) }
  return { type: plainType(type), doc: plainDoc(doc), from: toPlace(start), to: toPlace(end) }
}
