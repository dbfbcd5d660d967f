import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { boxOf } from '../pages/workspace'
import { expect, test } from '../pages/session'

/** Seconds that the display shows. */
async function shown(text: Promise<string | null>): Promise<number> {
  const [minutes, seconds] = ((await text) ?? '').split(':')
  return Number(minutes) * 60 + Number(seconds)
}

test('E-10 play moves the playhead, seek moves it, stop goes back to where play began', async ({
  workspace,
}) => {
  const { page } = workspace
  await workspace.chain()
  const position = () => shown(page.getByTestId('position').textContent())
  await page.keyboard.press('Escape')
  await page.keyboard.press('Space')
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(position).toBeGreaterThan(0.5)
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)

  const bar = await boxOf(page.getByTestId('seek'))
  await page.mouse.click(bar.x + bar.width / 2, bar.y + bar.height / 2)
  await expect.poll(position).toBeGreaterThan(30)
  await expect(page.getByTestId('seek')).toHaveAttribute('aria-valuetext', /^0:3\d of 1:00$/)
  expect(Number(await page.getByTestId('seek').getAttribute('aria-valuenow'))).toBeGreaterThan(29)

  await workspace.stop()
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(position).toBe(30)
  await page.getByTestId('seek').press('ArrowRight')
  await expect.poll(position).toBe(31)
  await workspace.rewind()
  await expect.poll(position).toBe(0)
})

test('E-10 a place is typed into the clock, as a bar or as a time', async ({ workspace }) => {
  const { page } = workspace
  const bars = page.getByTestId('position-bars')
  const field = page.getByTestId('go-to')
  await page.getByTestId('clock').dblclick()
  await field.fill('5.3')
  await field.press('Enter')
  await expect(bars).toHaveText('5.3.1.00')
  await page.locator('.react-flow').focus()
  await page.keyboard.press('g')
  await expect(field).toBeFocused()
  await page.keyboard.type('0:04')
  await page.keyboard.press('Enter')
  await expect(bars).toHaveText('3.1.1.00')
  await page.keyboard.press('g')
  await page.keyboard.type('nowhere')
  await page.keyboard.press('Enter')
  const problem = page.getByTestId('field-problem')
  await expect(problem).toHaveText(/^There is no such place\. Type a bar, like 17/)
  await expect(field).toHaveValue('nowhere')
  await expect(field).toBeFocused()
  await field.fill('4')
  await expect(problem).toBeHidden()
  await field.fill('4.9')
  await page.getByTestId('tab-history').click()
  await expect(problem).toBeVisible()
  await expect(field).toHaveValue('4.9')
  await field.click()
  await page.keyboard.press('Escape')
  await expect(problem).toBeHidden()
  await expect(field).toBeHidden()
  await expect(bars).toHaveText('3.1.1.00')
  await workspace.rewind()
})

test('E-10 a loop wraps, and play stops at the end of the project', async ({ workspace }) => {
  const { page } = workspace
  await workspace.chain()
  const position = () => shown(page.getByTestId('position').textContent())
  const type = async (field: string, text: string) => {
    await page.getByTestId(field).fill(text)
    await page.getByTestId(field).press('Enter')
  }
  await page.keyboard.press('Escape')
  await type('project-length', '3')
  await type('loop-end', '1.5')
  await type('loop-start', '0.5')
  await page.getByTestId('loop').click()
  await expect(page.getByTestId('loop')).toHaveAttribute('aria-pressed', 'true')

  await workspace.play()
  await expect.poll(position, { intervals: [50] }).toBeGreaterThan(1.1)
  await expect.poll(position, { intervals: [50] }).toBeLessThan(1)
  await expect.poll(position, { intervals: [50] }).toBeGreaterThan(1.1)

  await page.getByTestId('loop').click()
  await expect(page.getByTestId('play')).toHaveAttribute('aria-pressed', 'false', {
    timeout: 15_000,
  })
  expect((await workspace.debug()).playing).toBe(false)
  await workspace.play()
  await expect.poll(position, { intervals: [50] }).toBeGreaterThan(0.3)
})

test('E-10 tempo and signature are edited, and bars counted by them', async ({ workspace }) => {
  const { page } = workspace
  await page.getByTestId('tempo').fill('90')
  await page.getByTestId('tempo').press('Enter')
  await page.getByTestId('signature').click()
  await page.getByRole('menuitemradio', { name: '3/4' }).click()
  await page.getByTestId('seek').press('ArrowRight')
  await page.getByTestId('seek').press('ArrowRight')
  // Two seconds at 90 beats a minute are three beats: one bar.
  await expect(page.getByTestId('position-bars')).toHaveText('2.1.1.00')
  await page.getByTestId('tempo').fill('5')
  await page.getByTestId('tempo').press('Enter')
  await expect(page.getByTestId('field-problem')).toHaveText('Type a tempo from 10 to 1000.')
  await page.getByTestId('tempo').press('Escape')
  await expect(page.getByTestId('tempo')).toHaveValue('90')
  expect((await workspace.history()).slice(0, 2)).toEqual([
    expect.stringContaining('Set time signature'),
    expect.stringContaining('Set tempo'),
  ])
})

test('A-02 a project of 44.1 kHz opens and plays', async ({ workspace, session }) => {
  const { page } = workspace
  await workspace.chain()
  await workspace.saveAs('Old rate')
  const saved = join(session.home, 'Wireharp/Old rate.wireharp')
  const other = join(session.home, 'Wireharp/Disc.wireharp')
  copyFileSync(saved, other)
  const text = readFileSync(saved, 'utf8')
  const project: unknown = JSON.parse(text)
  if (typeof project !== 'object' || project === null) throw new Error('A project is an object')
  writeFileSync(
    other,
    JSON.stringify({ ...project, id: 'disc', sampleRate: 44_100, title: 'Disc' }),
  )

  await page.keyboard.press('Control+o')
  await page.getByTestId('open-path').fill(other)
  await page.getByTestId('open-confirm').click()
  await expect(workspace.title).toHaveValue('Disc')
  await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('44.1 kHz')
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-40)
  await expect.poll(() => shown(page.getByTestId('position').textContent())).toBeGreaterThan(0.5)
})

test('E-10 tempo is tapped and dragged, and the metronome counts in', async ({ workspace }) => {
  const { page } = workspace
  const tempo = page.getByTestId('tempo')
  const tap = await boxOf(page.getByTestId('tap-tempo'))
  await workspace.drag({ x: tap.x + 8, y: tap.y + 10 }, { x: tap.x + 8, y: tap.y - 10 })
  await expect(tempo).toHaveValue('130')
  await workspace.undo()
  await expect(tempo).toHaveValue('120')
  await page.getByTestId('metronome').click()
  await expect(page.getByTestId('metronome')).toHaveAttribute('aria-pressed', 'true')
  await workspace.play()
  await expect.poll(() => workspace.peak()).toBeGreaterThan(-30)
  await workspace.stop()
  await page.getByTestId('record').click()
  await expect(page.getByTestId('record')).toHaveAttribute('aria-pressed', 'false')
  await expect(
    page.getByTestId('toast-info').filter({ hasText: 'Arm a track first' }),
  ).toBeVisible()
})
