import { Copy } from 'lucide-react'
import { useState } from 'react'
import type { Node } from '#shared/graph'
import { formatTime } from '../../kit'
import { copySaid, linesOf, saidBy, saidWith, seek } from '../../state'
import { IconButton, SectionTitle, TextField } from '../../ui'

/** So many lines are drawn; who looks for another one searches. */
const SHOWN = 500

/** What a node has written down: to be searched, copied, and gone to on the timeline. */
export function Transcript({ node }: { readonly node: Node }) {
  const [query, setQuery] = useState('')
  const said = saidBy(node)
  if (said.length === 0) return undefined
  const found = saidWith(said, query)
  return (
    <section aria-label="Words" data-testid="transcript" className="border-b border-line p-3 pt-1">
      <SectionTitle
        flush
        aside={
          <IconButton
            icon={Copy}
            size="small"
            label={query.trim() === '' ? 'Copy the words' : 'Copy the words that are shown'}
            data-testid="copy-transcript"
            disabled={found.length === 0}
            onClick={() => void copySaid(linesOf(found), 'The words are on the clipboard.')}
          />
        }
      >
        Words
      </SectionTitle>
      <TextField
        type="search"
        placeholder="Search the words"
        aria-label="Search the words"
        data-testid="search-transcript"
        value={query}
        onChange={event => setQuery(event.target.value)}
      />
      {found.length === 0 && (
        <p className="py-3 text-center text-xs text-faint">Nobody says “{query.trim()}”.</p>
      )}
      <ol className="-mx-1 mt-1 max-h-80 overflow-y-auto">
        {found.slice(0, SHOWN).map(({ from, text }) => (
          <li key={`${from} ${text}`}>
            <button
              type="button"
              className="flex w-full gap-2 rounded px-1 py-0.5 text-left text-xs text-text hover:bg-control-hover"
              onClick={() => void seek(from)}
            >
              <time className="shrink-0 text-faint tabular-nums">{shortTime(from)}</time>
              <span className="min-w-0 break-words">{text}</span>
            </button>
          </li>
        ))}
      </ol>
      {found.length > SHOWN && (
        <p className="pt-1 text-xs text-faint">{found.length - SHOWN} more: search for them.</p>
      )}
    </section>
  )
}

/** “1:02.3”: nobody looks for a word by the millisecond. */
const shortTime = (seconds: number): string => formatTime(seconds).slice(0, -2)
