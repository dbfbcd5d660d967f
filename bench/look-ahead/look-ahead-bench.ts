import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { launchChromium } from '../../src/main/kit/testing/chromium'
import { Rig } from '../peers/rig'
import { startApp } from '../with-page'

const SCRIPTS = 50
const TRACKS = 50
const COLUMNS = 15
const BEGINNING = 4
const SETTLING = 3
const LOOK_AHEADS = [256, 512, 1024, 2048, 4096]

export interface LookAheadRow {
  readonly lookAheadFrames: number
  readonly lookAheadMs: number
  readonly seconds: number
  /** Quanta that the output had nothing for. */
  readonly underruns: number
  /** Those of the first four seconds, in which the page keeps more ready. */
  readonly atBeginning: number
  readonly gaps: readonly Gap[]
}

/** Quanta that were missing in one second of playing, with the time of day of its end, to compare with other records. */
export interface Gap {
  readonly second: number
  readonly at: string
  readonly quanta: number
}

export interface LookAheadOptions {
  /** A mix of 50 tracks in place of an oscillator through 50 script plugins. */
  readonly mix?: boolean
  /** In frames; a row of them if left out. */
  readonly lookAhead?: number
}

/** Plays at one look-ahead after another, and counts what was missing. */
export async function lookAheadBench(
  seconds: number,
  { mix = false, lookAhead }: LookAheadOptions = {},
): Promise<LookAheadRow[]> {
  const home = mkdtempSync(join(tmpdir(), 'wireharp-look-ahead-'))
  const rows: LookAheadRow[] = []
  try {
    mkdirSync(join(home, 'Wireharp'))
    const path = join(home, 'Wireharp', 'scripts.wireharp')
    writeFileSync(path, canonicalJson(mix ? mixOf50() : chain()))
    const all = lookAhead === undefined ? LOOK_AHEADS : [lookAhead]
    for (const frames of all) rows.push(await play(home, path, frames, seconds))
    return rows
  } finally {
    rmSync(home, { recursive: true })
  }
}

/** As `mix50` of the peers’ patches, with noise for the players and an algorithm for the convolution. */
function mixOf50(): Project {
  const rig = new Rig(3600)
  const reverb = rig.add('reverb', { mix: 100 })
  const echo = rig.add('delay', { time: 0.375, feedback: 35, damping: 6000, mix: 100 })
  const limiter = rig.add('limiter', { ceiling: -1, lookahead: 0.006 })
  for (const returned of [reverb, echo]) rig.wire(returned, limiter)
  rig.out(limiter)
  for (let index = 0; index < TRACKS; index++) {
    const equaliser = rig.after(rig.add('noise', { level: -20 }), 'eq', {
      type2: 'lowshelf',
      gain2: 2,
      type3: 'peaking',
      frequency3: 400 + 20 * index,
      gain3: -3,
      type4: 'highshelf',
      gain4: 2,
    })
    const compressor = rig.after(equaliser, 'compressor', { lookahead: 0.006 })
    const channel = { highpass: 40, pan: index / 25 - 1, level: -34 }
    const strip = rig.after(compressor, 'channel-strip', channel)
    const first = rig.after(strip, 'send', { level: -12 })
    rig.wire(first, reverb, { out: 'send' })
    const second = rig.after(first, 'send', { level: -18 })
    rig.wire(second, echo, { out: 'send' })
    rig.wire(second, limiter)
  }
  return spread(rig.project)
}

/** Side by side, as somebody would lay them out. */
function spread(project: Project): Project {
  const nodes = Object.values(project.graph.nodes)
  nodes.forEach((node, index) => {
    node.position = { x: 260 * (index % COLUMNS), y: 240 * Math.floor(index / COLUMNS) }
  })
  return project
}

function chain(): Project {
  const project = emptyProject('chain', '50 scripts')
  const { nodes, cables } = project.graph
  project.transport.length = 3600
  nodes['osc'] = { id: 'osc', type: 'oscillator/oscillator', position: { x: 0, y: 0 }, params: {} }
  nodes['pan'] = { id: 'pan', type: 'pan/pan', position: { x: 0, y: 0 }, params: {} }
  const path = ['osc', 'pan']
  for (let index = 0; index < SCRIPTS; index++) {
    const id = `gain${index}`
    nodes[id] = {
      id,
      type: 'script-gain/script-gain',
      position: { x: 0, y: 0 },
      params: { gain: index % 2 === 0 ? 1 : -1 },
    }
    path.push(id)
  }
  path.push('output')
  path.slice(1).forEach((to, index) => {
    cables[to] = {
      id: to,
      from: { node: path[index] ?? '', port: 'out' },
      to: { node: to, port: 'in' },
    }
  })
  return project
}

async function play(
  home: string,
  path: string,
  frames: number,
  seconds: number,
): Promise<LookAheadRow> {
  await using app = await startApp(home, [path])
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(app.url.replace('/#', `/?lookahead=${frames}#`))
    // Whoever opens a project looks at it first; until then the page is being made.
    await page.waitForTimeout(SETTLING * 1000)
    await page.getByTestId('play').click()
    const gaps: Gap[] = []
    const started = Date.now()
    for (let second = 1, before = 0; second <= seconds; second++) {
      await page.waitForTimeout(started + second * 1000 - Date.now())
      const missing = Number(await page.getByTestId('xruns').textContent())
      if (missing > before) {
        gaps.push({ second, at: new Date().toISOString(), quanta: missing - before })
      }
      before = missing
    }
    const sum = (of: readonly Gap[]) => of.reduce((total, gap) => total + gap.quanta, 0)
    return {
      lookAheadFrames: frames,
      lookAheadMs: (frames / 48_000) * 1000,
      seconds,
      underruns: sum(gaps),
      atBeginning: sum(gaps.filter(gap => gap.second <= BEGINNING)),
      gaps,
    }
  } finally {
    await browser.close()
  }
}
