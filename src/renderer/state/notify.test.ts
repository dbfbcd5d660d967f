import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobInfo, JobState } from '#shared/contract'
import { useAboutMusic } from './about-music'
import { closeDialog, openDialog } from './dialogs'
import { receiveJobEvent, useJobs } from './jobs'
import { switchNotify } from './notify'
import { setPrefs, usePrefs } from './prefs'
import { useToasts } from './toasts'

const shown: { title: string; body: string | undefined; tag: string | undefined; click(): void }[] =
  []
let answer: 'granted' | 'denied' = 'granted'

class FakeNotification {
  static permission: string = 'default'
  static requestPermission = async () => (FakeNotification.permission = answer)
  constructor(title: string, { body, tag }: { body?: string; tag?: string }) {
    shown.push({ title, body, tag, click: () => this.#click() })
  }
  #click: () => void = () => undefined
  addEventListener(_kind: string, listener: () => void): void {
    this.#click = listener
  }
}

const page = { hidden: true, hasFocus: () => false }
beforeEach(() => {
  shown.length = 0
  answer = 'granted'
  FakeNotification.permission = 'default'
  vi.stubGlobal('Notification', FakeNotification)
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', { focus: vi.fn() })
  page.hidden = true
  setPrefs({ notify: false, dock: false })
  useJobs.setState({ jobs: [] })
  useToasts.setState({ shown: [], past: [] })
})
afterEach(() => vi.unstubAllGlobals())

/** A job that runs and then ends so. */
function end(state: JobState, more: Partial<JobInfo> = {}): void {
  const job: JobInfo = {
    ...{ id: 'j', kind: 'clips/freeze', lane: 'render', title: 'Freeze “bass”', input: {} },
    ...{ state: 'processing', priority: 'normal', progress: 0.5, attempts: 1, retryable: false },
    ...{ createdAt: 1 },
    ...more,
  }
  receiveJobEvent({ kind: 'jobs', jobs: [job] })
  receiveJobEvent({ kind: 'job', job: { ...job, state } })
}

describe('S0-12 the end of a job is told', () => {
  test('by the system where the window is out of sight, once somebody wanted that; a click shows the jobs', async () => {
    end('completed')
    expect(shown).toEqual([])
    await switchNotify(true)
    expect(usePrefs.getState().notify).toBe(true)
    end('completed')
    expect(shown).toMatchObject([{ title: 'Freeze “bass”', body: 'Done.', tag: 'j' }])
    shown[0]?.click()
    expect(usePrefs.getState()).toMatchObject({ dock: true, dockTab: 'jobs' })
    end('failed', { failure: { code: 'disk-full', message: 'The disk is full.' } })
    expect(shown[1]?.body).toBe('The disk is full.')
    end('cancelled')
    await switchNotify(false)
    end('completed')
    expect(shown).toHaveLength(2)
  })

  test('by a toast alone where somebody looks', async () => {
    await switchNotify(true)
    vi.stubGlobal('document', { hidden: false, hasFocus: () => true })
    end('completed')
    expect(shown).toEqual([])
    expect(useToasts.getState().shown.map(({ text }) => text)).toEqual(['Freeze “bass”: done.'])
  })

  test('where the system refuses, it is said, and the switch stays off', async () => {
    answer = 'denied'
    await switchNotify(true)
    expect(usePrefs.getState().notify).toBe(false)
    expect(useToasts.getState().shown[0]?.text).toMatch(/blocked/)
  })

  test('what a dialog that is open tells of itself is not told beside it too', () => {
    useAboutMusic.setState({ job: 'j' })
    openDialog('about-music')
    end('failed', { failure: { code: 'disk-full', message: 'The disk is full.' } })
    expect(useToasts.getState().shown).toEqual([])
    closeDialog()
    end('completed')
    expect(useToasts.getState().shown).toHaveLength(1)
  })
})
