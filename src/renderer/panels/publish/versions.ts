/** A version that could be published, and what it tells those who update. */
export interface VersionChoice {
  readonly id: string
  readonly label: string
}

/** The version that is here while nobody has it yet, then the three that could follow the newest. */
export function versionChoices(here: string, published: readonly string[]): VersionChoice[] {
  const newest = published.reduce((most, each) => (isNewer(each, most) ? each : most), here)
  const [major, minor, patch] = numbersOf(newest)
  const next = [
    { id: `${major}.${minor}.${patch + 1}`, label: 'mends something' },
    { id: `${major}.${minor + 1}.0`, label: 'brings something new' },
    { id: `${major + 1}.0.0`, label: 'breaks projects that use it' },
  ].map(({ id, label }) => ({ id, label: `${id}: ${label}` }))
  const isFree = newest === here && !published.includes(here)
  return isFree ? [{ id: here, label: `${here}: as it is here` }, ...next] : next
}

function numbersOf(version: string): readonly [major: number, minor: number, patch: number] {
  const [major = 0, minor = 0, patch = 0] = version
    .replace(/[-+].*$/, '')
    .split('.')
    .map(Number)
  return [major, minor, patch]
}

function isNewer(version: string, than: string): boolean {
  const other = numbersOf(than)
  const at = numbersOf(version).map((part, index) => part - (other[index] ?? 0))
  return (at.find(difference => difference !== 0) ?? 0) > 0
}
