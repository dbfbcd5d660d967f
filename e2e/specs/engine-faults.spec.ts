import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { makeHome, startApp } from '../fixtures/start-app'
import { Workspace } from '../pages/workspace'

test.skip(process.platform !== 'linux', 'looks processes up in /proc')

/** The engine processes of the app that keeps its data in this home, the oldest first: that one sounds. */
function engines(home: string): number[] {
  const shells = processes().filter(
    ({ pid, command }) => command.includes('cli.js') && environment(pid).includes(home),
  )
  return processes()
    .filter(
      ({ parent, command }) =>
        command.includes('engine-host.js') && shells.some(({ pid }) => pid === parent),
    )
    .map(({ pid }) => pid)
    .toSorted((a, b) => a - b)
}

function processes() {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      const stat = read(`/proc/${name}/stat`)
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return stat === ''
        ? []
        : [{ pid: Number(name), parent, command: read(`/proc/${name}/cmdline`) }]
    })
}

function environment(pid: number): string {
  return read(`/proc/${pid}/environ`)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid !== undefined) process.kill(pid, name)
}

function gone(pid: number): boolean {
  return read(`/proc/${pid}/cmdline`) === ''
}

test('E-21 sound that runs out is counted in the status bar, piece by piece', async ({ page }) => {
  using home = makeHome()
  await using app = await startApp(home.path)
  const workspace = await Workspace.open(page, app.url)
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  const shown = page.getByTestId('xruns')
  const count = async () => Number(await shown.textContent())
  const before = await count()
  // Longer than what is kept ready: 16384 frames, 341 ms. The engine is replaced meanwhile, and the gap is there.
  const [sounding] = engines(home.path)
  signal(sounding, 'SIGSTOP')
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before + 10)
  signal(sounding, 'SIGCONT')
  await expect(page.getByTestId('engine-state')).toContainText('Engine ready')
  await workspace.stop()
  await expect.poll(async () => (await workspace.debug()).underruns - (await count())).toBe(0)
  await expect(shown.locator('..')).toHaveClass(/text-warn/)
  await page.getByTestId('health').click()
  await expect(page.getByTestId('health-details')).toContainText(
    /\d+ pieces of 128 frames were missing/,
  )
})

test('F09 the engine is killed, then stopped, while the demo plays: it sounds on from where it was', async ({
  page,
}) => {
  using home = makeHome()
  let left: number[] = []
  {
    await using app = await startApp(home.path)
    const workspace = await Workspace.open(page, app.url)
    await workspace.play()
    await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
    const position = page.getByTestId('position')
    const seconds = async () => {
      const [minutes = 0, rest = 0] = ((await position.textContent()) ?? '').split(':').map(Number)
      return minutes * 60 + rest
    }
    for (const name of ['SIGKILL', 'SIGSTOP'] as const) {
      await expect.poll(() => engines(home.path).length).toBe(2)
      const before = await seconds()
      const [sounding] = engines(home.path)
      signal(sounding, name)
      await expect.poll(() => engines(home.path)[0], { timeout: 10_000 }).not.toBe(sounding)
      await workspace.peak()
      await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
      const after = await seconds()
      expect(after).toBeGreaterThanOrEqual(before)
      expect(after - before).toBeLessThan(8)
      await expect(page.getByTestId('engine-state')).toContainText('Engine ready')
    }
    await expect.poll(() => engines(home.path).length).toBe(2)
    left = engines(home.path)
    // The shell goes as a crash takes it: its engines see their pipes close, and go too.
    const [shell] = processes().filter(
      ({ pid, command }) => command.includes('cli.js') && environment(pid).includes(home.path),
    )
    signal(shell?.pid, 'SIGKILL')
    await expect.poll(() => left.every(gone), { timeout: 5000 }).toBe(true)
  }
  expect(left).toHaveLength(2)
})
