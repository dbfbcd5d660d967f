import { readdirSync, readFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join } from 'node:path'

/** By PCI vendor. */
const vendors: Readonly<Record<string, string>> = {
  '0x10de': 'NVIDIA',
  '0x1002': 'AMD',
  '0x8086': 'Intel',
}

/** Whose graphics processor this machine has: of Linux by its cards, of a Mac by its processor; elsewhere it is not known. */
export function findGpu(
  cards = '/sys/class/drm',
  system: { readonly platform: string; readonly arch: string } = {
    platform: platform(),
    arch: arch(),
  },
): string | undefined {
  if (system.platform === 'darwin') return system.arch === 'arm64' ? 'Apple' : undefined
  if (system.platform !== 'linux') return undefined
  const found = new Set(namesIn(cards).map(card => vendors[vendorOf(join(cards, card))] ?? ''))
  return ['NVIDIA', 'AMD', 'Intel'].find(name => found.has(name))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter(name => /^card\d+$/.test(name))
  } catch {
    return []
  }
}

function vendorOf(card: string): string {
  try {
    return readFileSync(join(card, 'device/vendor'), 'utf8').trim()
  } catch {
    return ''
  }
}
