import type { Node } from '#shared/graph'
import { toast } from './toasts'

/** A stretch of what is said in a sound; times in seconds of it. */
export interface Said {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What a node has written down. */
export function saidBy(node: Pick<Node, 'result'> | undefined): readonly Said[] {
  return (node?.result?.spans ?? []).flatMap(({ from, to, text = '' }) =>
    text === '' ? [] : [{ from, to, text }],
  )
}

/** Those that hold a query, whatever its case and accents. */
export function saidWith(said: readonly Said[], query: string): readonly Said[] {
  const wanted = plain(query.trim())
  return wanted === '' ? said : said.filter(({ text }) => plain(text).includes(wanted))
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()

export const linesOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

/** As subtitles in the form SubRip (.srt). */
export function subtitlesOf(said: readonly Said[]): string {
  return said
    .map(
      ({ from, to, text }, at) =>
        `${at + 1}\n${clock(from)} --> ${clock(Math.max(to, from))}\n${text}\n`,
    )
    .join('\n')
}

/** 00:01:02,345 */
function clock(seconds: number): string {
  const all = Math.max(0, Math.round(seconds * 1000))
  const parts = [Math.floor(all / 3_600_000), Math.floor(all / 60_000) % 60, Math.floor(all / 1000)]
  const [hours, minutes, rest] = parts.map((part, i) => two(i === 2 ? part % 60 : part))
  return `${hours}:${minutes}:${rest},${String(all % 1000).padStart(3, '0')}`
}

const two = (value: number) => String(value).padStart(2, '0')

export async function copySaid(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ tone: 'done', text: told })
  } catch {
    toast({
      tone: 'failure',
      text: 'The clipboard cannot be reached: allow it for this page, and copy again.',
    })
  }
}
