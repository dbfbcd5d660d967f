import Renderer from 'markdown-to-jsx/react'
import { useMemo, type ReactNode } from 'react'
import { tameMarkdown } from './tame-markdown'

/**
 * Markdown of a plugin, which nobody has checked: no HTML of its own, no pictures from elsewhere, and links that are
 * shown but lead nowhere.
 */
export function Markdown({ text }: { readonly text: string }) {
  const tame = useMemo(() => tameMarkdown(text), [text])
  return (
    <div className="markdown flex flex-col gap-2 text-xs text-soft">
      <Renderer options={options}>{tame.text}</Renderer>
      {tame.isCut && <p className="text-muted">The text is longer; the rest is not shown here.</p>}
    </div>
  )
}

const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: {
    a: ({ children }: { readonly children?: ReactNode }) => (
      <span className="text-text">{children}</span>
    ),
    img: () => undefined,
    iframe: () => undefined,
    h1: heading,
    h2: heading,
    h3: heading,
    ul: ({ children }: { readonly children?: ReactNode }) => (
      <ul className="flex list-disc flex-col gap-1 pl-4">{children}</ul>
    ),
    pre: ({ children }: { readonly children?: ReactNode }) => (
      <pre className="rounded bg-well p-2 whitespace-pre-wrap">{children}</pre>
    ),
    table: ({ children }: { readonly children?: ReactNode }) => (
      <table className="w-max max-w-full border-collapse text-left">{children}</table>
    ),
    th: ({ children }: { readonly children?: ReactNode }) => (
      <th className="border-b border-line-strong py-1 pr-4 font-semibold text-text">{children}</th>
    ),
    td: ({ children }: { readonly children?: ReactNode }) => (
      <td className="border-b border-line py-1 pr-4 align-top">{children}</td>
    ),
    code: ({ children }: { readonly children?: ReactNode }) => (
      <code className="rounded-sm bg-well px-1">{children}</code>
    ),
  },
}

function heading({ children }: { readonly children?: ReactNode }) {
  return <h3 className="pt-2 text-sm font-semibold text-text">{children}</h3>
}
