import { expect, test } from 'vitest'
import { bannerText } from './banner-text'

const fine = { link: 'online', engine: 'ready', pending: 0, long: false } as const

test('nothing is said while all is well, and of an engine that restarts', () => {
  expect(bannerText(fine)).toBeUndefined()
  expect(bannerText({ ...fine, engine: 'restarting' })).toBeUndefined()
  expect(bannerText({ ...fine, engine: 'down' })).toContain('restart Wireharp')
})

test('a stumble asks for patience, a long silence says what to do', () => {
  expect(bannerText({ ...fine, link: 'offline' })).toContain('Reconnecting')
  expect(bannerText({ ...fine, link: 'offline', long: true })).toMatch(
    /start it again.*Nothing is lost/,
  )
})

test('a page of the time before says where to go on, and what did not arrive', () => {
  expect(bannerText({ ...fine, link: 'refused' })).toMatch(/open the new address.*Nothing is lost/)
  expect(bannerText({ ...fine, link: 'refused', pending: 1 })).toContain(
    'The last edit on this page',
  )
  expect(bannerText({ ...fine, link: 'refused', pending: 3 })).toContain('The last 3 edits')
})
