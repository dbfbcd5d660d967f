import { expect, test } from '../pages/session'
import { openPatch, type Patch } from '../pages/patches'

const analysers: Patch = {
  nodes: {
    tone: ['oscillator/oscillator', 0, 0, { waveform: 'sine', frequency: 1000, level: -6 }],
    other: ['oscillator/oscillator', 0, 260, { frequency: 1000, level: -6, phase: 0.5 }],
    left: ['pan/pan', 240, 0, { pan: -1 }],
    right: ['pan/pan', 240, 260, { pan: 1 }],
    meter: ['meter/meter', 480, 0],
    scope: ['scope/scope', 480, 240],
    spectrum: ['spectrum/spectrum', 480, 520],
    loudness: ['loudness/loudness', 760, 0],
    goniometer: ['goniometer/goniometer', 760, 320],
    spectrogram: ['spectrogram/spectrogram', 760, 580],
    tuner: ['tuner/tuner', 1040, 0],
    output: ['output/output', 1040, 300],
  },
  cables: [
    'tone > meter',
    'tone > scope',
    'tone > spectrum',
    'tone > loudness',
    'tone > tuner',
    'tone > left',
    'other > right',
    'left > goniometer',
    'right > goniometer',
    'tone > spectrogram',
    'meter > output',
  ],
}

test('E-11 what is shown on the nodes is what sounds: levels, loudness, correlation, pitch', async ({
  workspace,
  session,
  page,
}) => {
  await openPatch(workspace, session.home, 'Analysers', analysers)
  await workspace.play()
  const figures = (node: string) => page.getByTestId(`readout-${node}`).getByRole('status')
  // A sine of 1 kHz whose highest sample is −6 dBFS has an RMS 3.01 dB below.
  await expect(figures('meter')).toHaveText('Peak −6.0 · RMS −9.0 dBFS')
  await expect(figures('goniometer')).toHaveText('Correlation −1.00 · balance 0.00')
  // −3.01 − 6 LUFS, as one channel; its K-weighting at 1 kHz is made up for by the −0.691 of BS.1770.
  await expect(figures('loudness')).toContainText('I −9.0 LUFS', { timeout: 15_000 })
  await expect(figures('loudness')).toContainText('TP −6.0 dBTP')
  await expect(figures('spectrum')).toHaveText(/^(9[89]\d Hz|1\.0[01] kHz) −6\.\d dB$/)
  await expect(figures('scope')).toHaveText('Peak 0.501')
  await expect(figures('tuner')).toHaveText(/^B5 \+2[0-9]\.\d ct · 1000\.\d\d Hz$/)
  await expect(figures('spectrogram')).toHaveText(/^Loudest at (9[89]\d Hz|1\.0[01] kHz)$/)
})

test('E-11 a cable is listened in on by holding Alt over it; pinned, it stays and stands among the scopes', async ({
  workspace,
  session,
  page,
}) => {
  await openPatch(workspace, session.home, 'Probe', {
    nodes: {
      tone: ['oscillator/oscillator', 0, 0, { waveform: 'sine', frequency: 1000, level: -12 }],
      gain: ['gain/gain', 300, 0, { gain: -6 }],
      output: ['output/output', 600, 0],
    },
    cables: ['tone > gain', 'gain > output'],
  })
  await workspace.play()
  const at = await workspace.pointOn(page.getByTestId('cable-c0'))
  await page.keyboard.down('Alt')
  await page.mouse.move(at.x - 1, at.y)
  await page.mouse.move(at.x, at.y)
  const card = page.getByTestId('probe-c0')
  await expect(card).toContainText('Oscillator')
  await expect(card.getByRole('status')).toHaveText('Peak −12.0 · RMS −15.0 dBFS')
  await page.mouse.down()
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await page.mouse.move(at.x, at.y + 300)
  await expect(card).toBeVisible()
  await page.getByTestId('dock-scopes').click()
  await expect(page.getByTestId('scopes').getByRole('status')).toHaveText(
    'Peak −12.0 · RMS −15.0 dBFS',
  )
  await card.getByRole('button', { name: 'Close the probe' }).click()
  await expect(card).toBeHidden()
})
