import type { FileFindings } from './findings'

/**
 * Characters that are not seen, or turn what is around them: bidirectional controls (“Trojan Source”, CVE-2021-42574),
 * zero-width ones, variation selectors and tags, in which whole programs were hidden.
 */
const HIDDEN = /\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\ufeff/gu

/** Parts of emoji, where they stand behind one. */
const OF_EMOJI = new Set(['\u200d', '\ufe0e', '\ufe0f'])

const ADDRESS =
  /\b(?:https?|wss?|ftp):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])|\b(?:\d{1,3}\.){3}\d{1,3}\b(?!\.\d)/gi

/** Where an address may be mentioned; of code the strings are looked at, not the comments. */
const ABOUT = /\.(md|json|txt|m?js)$/i

/** Such characters of a text; more of them tell nothing new. */
const MOST = 50
/** An emoji, its modifiers and what joins it are no longer. */
const PICTURE = 4

export function scanText(findings: FileFindings, file: string, text: string, hosts: Hosts): void {
  for (const { 0: found, index } of text.matchAll(HIDDEN).filter(isOdd(text)).take(MOST)) {
    const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    findings.note(hidden, index, index + 1, `U+${code}`)
  }
  if (!ABOUT.test(file)) scanAddresses(findings, { text, at: 0 }, hosts, new Set())
}

const hidden = {
  rule: 'hidden-characters',
  severity: 'warning',
  message: 'A character that cannot be seen, or that turns the text around it.',
} as const

/** A mark at the beginning only says how the file is encoded, and some characters are parts of emoji. */
function isOdd(text: string) {
  return ({ 0: found, index }: RegExpExecArray): boolean =>
    !(index === 0 && found === '\ufeff') && !(OF_EMOJI.has(found) && endsInPicture(text, index))
}

function endsInPicture(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - PICTURE), index)
  return /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f©®#*\d]$/u.test(before)
}

/** Of the network, that plugin.json asks for. */
export type Hosts = readonly string[]

/**
 * Addresses of the network in a text that stands `at` a place of its file, each host once: `seen` are those that were told.
 */
export function scanAddresses(
  findings: FileFindings,
  { text, at }: { readonly text: string; readonly at: number },
  hosts: Hosts,
  seen: Set<string>,
): void {
  for (const { 0: found, 1: host, index } of text.matchAll(ADDRESS)) {
    const name = host ?? found
    if (seen.has(name) || /^(www\.)?w3\.org$/.test(name)) continue
    seen.add(name)
    const isDeclared = hosts.some(pattern => isCovered(name, pattern))
    findings.note(isDeclared ? declared : undeclared, at + index, 0, found)
  }
}

const declared = {
  rule: 'network-address',
  severity: 'note',
  message: 'An address of the network that plugin.json asks for.',
} as const
const undeclared = {
  rule: 'network-address',
  severity: 'warning',
  message: 'An address of the network that plugin.json does not ask for.',
} as const

function isCovered(host: string, pattern: string): boolean {
  if (pattern === '*' || pattern === host) return true
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1))
}

export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++
  return line
}
