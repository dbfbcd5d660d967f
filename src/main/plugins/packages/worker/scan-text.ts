import type { ScanFinding } from './requests'

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

export function scanText(file: string, text: string, hosts: readonly string[]): ScanFinding[] {
  return [...hidden(file, text), ...(ABOUT.test(file) ? [] : addresses(file, text, hosts))]
}

function hidden(file: string, text: string): ScanFinding[] {
  // A mark at the beginning only says how the file is encoded.
  return [...text.matchAll(HIDDEN)]
    .filter(({ 0: found, index }) => !(index === 0 && found === '\ufeff'))
    .filter(({ 0: found, index }) => !(OF_EMOJI.has(found) && endsInPicture(text, index)))
    .slice(0, 20)
    .map(({ 0: found, index }) => ({
      rule: 'hidden-characters',
      severity: 'warning',
      file,
      line: lineAt(text, index),
      text: `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      message: 'A character that cannot be seen, or that turns the text around it.',
    }))
}

function endsInPicture(text: string, index: number): boolean {
  return /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f©®#*\d]$/u.test(text.slice(0, index))
}

/** Addresses of the network in a text, each host once. */
export function addresses(file: string, text: string, hosts: readonly string[]): ScanFinding[] {
  const seen = new Set<string>()
  return [...text.matchAll(ADDRESS)].flatMap(({ 0: found, 1: host, index }): ScanFinding[] => {
    const name = host ?? found
    if (seen.has(name) || /^(www\.)?w3\.org$/.test(name) || seen.size >= 20) return []
    seen.add(name)
    const declared = hosts.some(pattern => isCovered(name, pattern))
    return [
      {
        rule: 'network-address',
        severity: declared ? 'note' : 'warning',
        file,
        line: lineAt(text, index),
        text: found.slice(0, 80),
        message: declared
          ? 'An address of the network that plugin.json asks for.'
          : 'An address of the network that plugin.json does not ask for.',
      },
    ]
  })
}

function isCovered(host: string, pattern: string): boolean {
  if (pattern === '*' || pattern === host) return true
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1))
}

export function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++
  return line
}
