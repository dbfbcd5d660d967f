import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Workspace } from './workspace'

type Value = number | string | boolean

/** A node as `id: [type, x, y, params]`; a cable as `from.port > to.port`. */
export interface Patch {
  readonly nodes: Readonly<
    Record<string, readonly [type: string, x: number, y: number, params?: Record<string, Value>]>
  >
  readonly cables: readonly string[]
  readonly seconds?: number
}

/** Writes a project file with this patch and opens it as a person would. */
export async function openPatch(
  workspace: Workspace,
  folder: string,
  title: string,
  patch: Patch,
): Promise<void> {
  const path = join(folder, `${title}.wireharp`)
  writeFileSync(path, JSON.stringify(projectOf(title, patch)))
  const { page } = workspace
  await page.keyboard.press('Control+o')
  await page.getByTestId('open-path').fill(path)
  await page.getByTestId('open-confirm').click()
  await expect(workspace.title).toHaveValue(title)
}

function projectOf(title: string, { nodes, cables, seconds = 60 }: Patch): object {
  return {
    format: 'wireharp-project',
    version: 2,
    id: title.toLowerCase().replaceAll(/\W+/g, '-'),
    title,
    sampleRate: 48_000,
    transport: {
      tempo: 120,
      signature: { beats: 4, unit: 4 },
      length: seconds,
      loop: { enabled: false, start: 0, end: 8 },
      tempoCurve: 'hold',
      tempoMap: [],
      signatures: [],
      markers: [],
      countIn: 1,
      metronome: { enabled: false, level: -12, accent: true },
    },
    graph: {
      nodes: Object.fromEntries(
        Object.entries(nodes).map(([id, [type, x, y, params = {}]]) => [
          id,
          { id, type, position: { x, y }, params },
        ]),
      ),
      cables: Object.fromEntries(
        cables.map((cable, index) => [`c${index}`, cableOf(`c${index}`, cable)]),
      ),
    },
    clips: {},
    assets: {},
    plugins: {},
  }
}

function cableOf(id: string, text: string): object {
  const [from = '', to = ''] = text.split(' > ')
  const end = (part: string, port: string) => {
    const [node = '', named = port] = part.split('.')
    return { node, port: named }
  }
  return { id, from: end(from, 'out'), to: end(to, 'in') }
}
