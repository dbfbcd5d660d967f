import { describe, expect, test } from 'vitest'
import { versionChoices } from './versions'

const ids = (here: string, published: readonly string[]) =>
  versionChoices(here, published).map(({ id }) => id)

describe('M-04 the version that is published', () => {
  test('is the one that is here as long as nobody has it', () => {
    expect(ids('1.0.0', [])).toEqual(['1.0.0', '1.0.1', '1.1.0', '2.0.0'])
    expect(ids('1.1.0', ['1.0.0'])).toEqual(['1.1.0', '1.1.1', '1.2.0', '2.0.0'])
  })

  test('or else one that follows the newest, wherever it is', () => {
    expect(ids('1.0.0', ['1.0.0'])).toEqual(['1.0.1', '1.1.0', '2.0.0'])
    expect(ids('1.2.0', ['1.2.0', '1.10.3', '1.9.0'])).toEqual(['1.10.4', '1.11.0', '2.0.0'])
  })
})
