import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown } from './Markdown'

const shown = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }))
const SIZE = 256 * 1024
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n')

describe('S27 a README of which nobody knows who wrote it', () => {
  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a frame', '<iframe src="https://evil.example"></iframe>'],
    ['an image that runs code', '<img src=x onerror="alert(1)">'],
    ['a picture from elsewhere', '![x](https://evil.example/seen.png)'],
    ['a picture of its own', '![x](data:image/svg+xml;base64,PHN2Zz4=)'],
    ['a reference to a picture', '![x][1]\n\n[1]: https://evil.example/seen.png'],
    ['a link that runs code', '[press](javascript:alert(1))'],
    ['a link that hides it', '[press](&#x6A;avascript&colon;alert(1))'],
    ['a link elsewhere', '[press](https://evil.example) <https://evil.example>'],
    ['a style', '<style>body { display: none }</style>'],
    ['a form', '<form action="https://evil.example"><input></form>'],
  ])('%s makes nothing that loads, leads or runs', (_name, text) => {
    const made = shown(text).replace(/^<div[^>]*>/, '')
    expect(made).not.toMatch(/<(?:script|iframe|img|a|style|form|object|embed|link|svg)\b/)
    expect(made).not.toMatch(/<[^>]*\s(?:href|src|on\w+|style|action)=/)
  })

  test.each([
    ['quotes', '>'.repeat(SIZE)],
    ['quotes and lists', '> - '.repeat(SIZE / 4)],
    ['nested lists', lines(500, at => `${' '.repeat(2 * at)}- x`)],
    ['a long table', `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(SIZE / 6)}`],
    ['a wide table', `|${'a|'.repeat(SIZE / 4)}\n|${'-|'.repeat(SIZE / 4)}\n`],
    ['footnotes', lines(SIZE / 14, at => `[^${at}]: a${at}`)],
    ['emphasis', '**a*'.repeat(SIZE / 4)],
    ['code', lines(700, at => '`'.repeat(at))],
    ['ten million letters', 'a b\n'.repeat(2.5e6)],
  ])('%s without end are laid out in an instant', (_name, text) => {
    const began = performance.now()
    const made = shown(text)
    expect(performance.now() - began).toBeLessThan(5000)
    expect(made.includes('the rest is not shown')).toBe(text.length > 64 * 1024)
  })

  test('what people write is all there', () => {
    const made = shown('# Echo\n\nIt *repeats*[^1].\n\n- one\n- two\n\n[^1]: Later.')
    for (const part of ['Echo', '<em>repeats</em>', 'one', 'Later.']) expect(made).toContain(part)
  })
})
