import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { canonicalJson } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { rootFolder } from '../../src/main/kit'
import { launchChromium } from '../../src/main/kit/testing/chromium'

const SCRIPTS = 50
const LOOK_AHEADS = [256, 512, 1024, 2048, 4096]

export interface LookAheadRow {
  readonly lookAheadFrames: number
  readonly lookAheadMs: number
  readonly seconds: number
  /** Quanta that the output had nothing for. */
  readonly underruns: number
}

/** Plays an oscillator through 50 script plugins at one look-ahead after another, and counts what was missing. */
export async function lookAheadBench(seconds: number): Promise<LookAheadRow[]> {
  const home = mkdtempSync(join(tmpdir(), 'wireharp-look-ahead-'))
  const rows: LookAheadRow[] = []
  try {
    mkdirSync(join(home, 'Wireharp'))
    const path = join(home, 'Wireharp', 'scripts.wireharp')
    writeFileSync(path, canonicalJson(chain()))
    for (const frames of LOOK_AHEADS) rows.push(await play(home, path, frames, seconds))
    return rows
  } finally {
    rmSync(home, { recursive: true })
  }
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
  const bin = join(rootFolder(), 'bin/wireharp.mjs')
  const child = spawn(process.execPath, [bin, 'start', '--no-open', '--json', path], {
    env: { ...process.env, WIREHARP_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const browser = await launchChromium()
  try {
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const said: unknown = line.startsWith('{') ? JSON.parse(line) : {}
        if (typeof said === 'object' && said !== null && 'url' in said) resolve(String(said.url))
      })
      child.once('close', code => reject(new Error(`Wireharp ended with ${code}`)))
    })
    const page = await browser.newPage()
    await page.goto(url.replace('/#', `/?lookahead=${frames}#`))
    await page.getByTestId('play').click()
    await page.waitForTimeout(seconds * 1000)
    const underruns = Number(await page.getByTestId('xruns').textContent())
    return { lookAheadFrames: frames, lookAheadMs: (frames / 48_000) * 1000, seconds, underruns }
  } finally {
    await browser.close()
    const ended = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGTERM')
    await ended
  }
}
