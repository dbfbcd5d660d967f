import { readdir, readFile, statfs } from 'node:fs/promises'
import { cpus, freemem, totalmem } from 'node:os'

/** How this machine does. Parts from 0 to 1; what cannot be known here is left out. */
export interface MachineStats {
  readonly cpu: number
  readonly memory: number
  readonly disk?: number
  /** °C, of the warmest sensor. */
  readonly temperature?: number
  /** How often the sound ran out since the app started. */
  readonly xruns: number
}

interface Ticks {
  readonly busy: number
  readonly all: number
}

/** Reads the machine; the processor’s part is that of the time since the last look. */
export class MachineMonitor {
  readonly #home: string
  readonly #xruns: () => number
  #before = ticks()
  #cpu = 0

  constructor(home: string, xruns: () => number) {
    this.#home = home
    this.#xruns = xruns
  }

  async read(): Promise<MachineStats> {
    const now = ticks()
    // Too short a time says nothing.
    if (now.all - this.#before.all >= 10 * cpus().length) {
      this.#cpu = (now.busy - this.#before.busy) / (now.all - this.#before.all)
      this.#before = now
    }
    const [disk, temperature] = await Promise.all([diskPart(this.#home), warmest()])
    return {
      cpu: this.#cpu,
      memory: await memoryPart(),
      xruns: this.#xruns(),
      ...(disk !== undefined && { disk }),
      ...(temperature !== undefined && { temperature }),
    }
  }
}

function ticks(): Ticks {
  return cpus().reduce<Ticks>(
    ({ busy, all }, { times }) => {
      const sum = times.user + times.nice + times.sys + times.idle + times.irq
      return { busy: busy + sum - times.idle, all: all + sum }
    },
    { busy: 0, all: 0 },
  )
}

/** What Linux could give at once counts as free; elsewhere what the system says. */
async function memoryPart(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1]
  const free = available === undefined ? freemem() : Number(available) * 1024
  return Math.min(1, Math.max(0, 1 - free / totalmem()))
}

async function diskPart(path: string): Promise<number | undefined> {
  const disk = await statfs(path).catch(() => undefined)
  if (disk === undefined || disk.blocks === 0) return undefined
  return 1 - disk.bavail / disk.blocks
}

async function warmest(folder = '/sys/class/thermal'): Promise<number | undefined> {
  const zones = (await readdir(folder).catch(() => [])).filter(name => name.startsWith('thermal_'))
  const degrees = await Promise.all(
    zones.map(async zone => {
      const text = await readFile(`${folder}/${zone}/temp`, 'utf8').catch(() => '')
      return text.trim() === '' ? Number.NaN : Number(text) / 1000
    }),
  )
  const known = degrees.filter(value => Number.isFinite(value) && value > -50 && value < 200)
  return known.length === 0 ? undefined : Math.max(...known)
}
