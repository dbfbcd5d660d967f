import { major, prerelease, satisfies, validRange } from 'semver'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'

/** A version that could be had, and what it needs. */
export interface Candidate {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

export interface World {
  /** What registries have of a plugin, the newest first. */
  offered(id: string): readonly Candidate[]
  readonly installed: ReadonlyMap<string, Candidate>
  /** Other major versions of what is installed, which lie beside it. */
  beside(id: string): readonly Candidate[]
  /** Those that come with the app, which nobody replaces. */
  readonly builtIn: ReadonlyMap<string, Candidate>
}

export interface Wish {
  readonly id: string
  /** A range of versions. */
  readonly range: string
}

/** What would be there in the end of what is wished and of what that needs. */
export interface Pick extends Candidate {
  readonly id: string
  /** What needs it, along the way from the wish: `a 1.0.0 → b 2.1.0`. */
  readonly by: string
  /** Whether it goes beside another major version of the same plugin. */
  readonly beside: boolean
  readonly kind: 'new' | 'installed' | 'built-in'
}

interface Demand extends Wish {
  /** Who demands it; empty for the user. */
  readonly by: readonly string[]
}

/** More steps than any honest set of plugins takes. */
const MOST_STEPS = 20_000

/**
 * Finds versions of plugins that fit together, the newest that do; what is installed stays where it fits. Of a plugin
 * there is one version; only where that cannot be, one of each major version, side by side. Where there is no way, the
 * failure says who wants what of whom.
 */
export function solve(wishes: readonly Wish[], world: World): Result<readonly Pick[]> {
  const demands: Demand[] = [
    ...wishes.map(wish => ({ ...wish, by: [] })),
    ...demandsOfInstalled(wishes, world),
  ]
  const strict = new Solver(world, false).run(demands)
  if (strict.ok) return strict
  const beside = new Solver(world, true).run(demands)
  return beside.ok ? beside : strict
}

/** What stays installed goes on needing what it needed. */
function demandsOfInstalled(wishes: readonly Wish[], { installed }: World): Demand[] {
  const wished = new Set(wishes.map(({ id }) => id))
  return [...installed].flatMap(([id, { version, dependencies }]) =>
    wished.has(id)
      ? []
      : Object.entries(dependencies)
          .filter(([needed]) => installed.has(needed) || wished.has(needed))
          .map(([needed, range]) => ({ id: needed, range, by: [`${id} ${version}`] })),
  )
}

type Chosen = ReadonlyMap<string, readonly Pick[]>

class Solver {
  readonly #world: World
  readonly #sideBySide: boolean
  #steps = 0
  /** The deepest that was met: what went wrong last where most was right. */
  #conflict: { depth: number; failure: Failure } | undefined

  constructor(world: World, sideBySide: boolean) {
    this.#world = world
    this.#sideBySide = sideBySide
  }

  run(demands: readonly Demand[]): Result<readonly Pick[]> {
    const chosen = this.#choose(demands, new Map())
    if (chosen !== undefined) return ok([...chosen.values()].flat())
    return err(this.#conflict?.failure ?? fail('dependency-conflict', 'Nothing fits together.'))
  }

  #choose([demand, ...rest]: readonly Demand[], chosen: Chosen): Chosen | undefined {
    if (demand === undefined) return chosen
    if (this.#steps++ > MOST_STEPS) return this.#fail(demand, chosen, 'takes too long to fit in')
    const { id, range } = demand
    if (validRange(range) === null) return this.#fail(demand, chosen, `is no range of versions`)
    const taken = chosen.get(id) ?? []
    if (taken.some(({ version }) => fits(version, range))) return this.#choose(rest, chosen)
    const candidates = this.#candidates(demand, taken)
    for (const pick of candidates) {
      const needs = Object.entries(pick.dependencies).map(([needed, wanted]) => ({
        id: needed,
        range: wanted,
        by: [...demand.by, `${id} ${pick.version}`],
      }))
      const next = new Map(chosen).set(id, [...taken, pick])
      // What a version needs is looked at first, so that a conflict shows where it is.
      const found = this.#choose([...needs, ...rest], next)
      if (found !== undefined) return found
    }
    // Where there were some, what each of them met says why.
    return candidates.length > 0 ? undefined : this.#fail(demand, chosen)
  }

  #candidates({ id, range, by }: Demand, taken: readonly Pick[]): Pick[] {
    const { builtIn, installed } = this.#world
    const as = (candidate: Candidate, kind: Pick['kind']): Pick => ({
      id,
      ...candidate,
      kind,
      by: by.join(' → '),
      beside: taken.length > 0,
    })
    const own = builtIn.get(id)
    if (own !== undefined) return fits(own.version, range) ? [as(own, 'built-in')] : []
    const majors = new Set(taken.map(({ version }) => major(version)))
    if (majors.size > 0 && !this.#sideBySide) return []
    const present = installed.get(id)
    const offered = this.#world.offered(id).map(each => as(each, 'new'))
    const others = offered.filter(({ version }) => version !== present?.version)
    // The user wishes for what is newest; others are content with what is there.
    const besides = this.#world.beside(id).map(each => as(each, 'installed'))
    const all = [
      ...(present === undefined ? [] : [as(present, 'installed')]),
      ...besides,
      ...others,
    ]
    return all.filter(
      ({ version }) =>
        fits(version, range) &&
        !majors.has(major(version)) &&
        // A version for trying out is only taken where it is named.
        (prerelease(version) === null || range.includes('-')),
    )
  }

  #fail(demand: Demand, chosen: Chosen, why?: string): undefined {
    const depth = [...chosen.values()].length + demand.by.length
    if (this.#conflict === undefined || depth >= this.#conflict.depth) {
      this.#conflict = { depth, failure: this.#failureOf(demand, chosen, why) }
    }
    return undefined
  }

  #failureOf({ id, range, by }: Demand, chosen: Chosen, why: string | undefined): Failure {
    const who = by.length === 0 ? 'You want' : `${by.join(' → ')} needs`
    if (why !== undefined) {
      return fail('dependency-conflict', `${who} ${id} ${range}, which ${why}.`)
    }
    const taken = chosen.get(id) ?? []
    const own = this.#world.builtIn.get(id)
    if (own !== undefined) {
      const detail = `${who} ${id} ${range}; Wireharp brings ${own.version}.`
      return fail('dependency-conflict', detail)
    }
    const all = this.#world.offered(id).map(({ version }) => version)
    const isSomewhere = [...all, this.#world.installed.get(id)?.version ?? ''].some(version =>
      fits(version, range),
    )
    // What nobody has is missing, whatever else is there.
    if (taken.length > 0 && isSomewhere) {
      const others = taken.map(
        pick =>
          `${pick.version}, as ${pick.by === '' ? 'you' : pick.by} need${pick.by === '' ? '' : 's'} it`,
      )
      return fail(
        'dependency-conflict',
        `${who} ${id} ${range}, but there is ${others.join(' and ')}.`,
      )
    }
    const there =
      all.length === 0
        ? 'no registry has it'
        : `the registries have ${all.slice(0, 8).join(', ')}${all.length > 8 ? ', …' : ''}`
    return fail('dependency-missing', `${who} ${id} ${range}; ${there}.`)
  }
}

function fits(version: string, range: string): boolean {
  return satisfies(version, range, { includePrerelease: true })
}
