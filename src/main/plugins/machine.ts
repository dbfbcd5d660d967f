import { existsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Requires } from '#shared/graph'

/** What plugins can ask of the machine that they run on. */
export interface Machine {
  readonly os: string
  readonly arch: string
  readonly memoryMb: number
  hasFile(path: string): boolean
  /** Whether a program is on the path. It is looked for, never run. */
  hasCommand(name: string): boolean
}

export function thisMachine(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Machine {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  return {
    os: process.platform,
    arch: process.arch,
    memoryMb: Math.floor(totalmem() / 2 ** 20),
    hasFile: existsSync,
    hasCommand: name =>
      folders.some(folder => endings.some(ending => existsSync(join(folder, name + ending)))),
  }
}

const systems: Readonly<Record<string, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
}

/** What a plugin requires and the machine lacks, in words, or undefined. */
export function lacking(requires: Requires | undefined, machine: Machine): string | undefined {
  if (requires === undefined) return undefined
  const lack = firstLack(requires, machine)
  return lack === undefined ? undefined : (requires.reason ?? lack)
}

function firstLack(requires: Requires, machine: Machine): string | undefined {
  const { os, arch, files = [], commands = [], memoryMb = 0 } = requires
  if (os !== undefined && !os.some(name => name === machine.os)) {
    return `it needs ${os.map(name => systems[name]).join(' or ')}`
  }
  if (arch !== undefined && !arch.some(name => name === machine.arch)) {
    return `it needs a processor of type ${arch.join(' or ')}`
  }
  const file = files.find(path => !machine.hasFile(path))
  if (file !== undefined) return `there is no ${file}`
  const command = commands.find(name => !machine.hasCommand(name))
  if (command !== undefined) return `there is no program “${command}”`
  if (memoryMb > machine.memoryMb) {
    return `it needs ${memoryMb} MB of memory, and there are ${machine.memoryMb}`
  }
  return undefined
}
