import { QUANTUM, type Frames } from '#shared/kit'
import { linkTo, type Follower, type RemoteScript } from '../../sandbox'

/** A script node as one of a run of neighbours. */
export interface ScriptPart {
  /** Whose code it is, where that runs in a process of its own. */
  readonly plugin: string | undefined
  /** Where the channels of its inputs and outputs lie in the arena, in bytes. */
  readonly incoming: readonly number[]
  readonly outgoing: readonly number[]
  /** That its next call may have. */
  quanta(): number
  /** Its script, where the outputs are what that gives and nothing else. */
  steady(): RemoteScript | undefined
  /** Writes what its next call needs. */
  write(offset: Frames, quanta: number): void
  run(offset: Frames, quanta: number): void
}

/** A node of a run, and what follows it: guards, meters. */
export interface RunMember {
  readonly part: ScriptPart
  readonly after: (offset: Frames, frames: Frames) => void
}

/** So that a frame of their samples stays far from the longest that there may be. */
export const LONGEST_RUN = 16

/**
 * Neighbouring nodes of one plugin whose code runs in another process: the process is asked once for all of them, and
 * what one gives to the next does not leave it in between. Where a node is not itself just now (it fades, fails, is
 * being replaced) it is asked alone, as are those whose inputs follow from it.
 */
export function scriptRun(members: readonly RunMember[]): (offset: Frames, frames: Frames) => void {
  const links = members.map((_, index) => linksOf(members, index))
  return (offset, frames) => {
    for (let at = 0; at < frames;) {
      const left = (frames - at) / QUANTUM
      const quanta = members.reduce((least, { part }) => Math.min(least, part.quanta()), left)
      for (const [index, { part, after }] of members.entries()) {
        gather(members, links, index, offset + at, quanta)
        part.run(offset + at, quanta)
        after(offset + at, quanta * QUANTUM)
      }
      at += quanta * QUANTUM
    }
  }
}

/** Finds those that can be asked together with a node. */
function gather(
  members: readonly RunMember[],
  links: readonly (readonly (readonly [member: number, channel: number] | undefined)[])[],
  first: number,
  offset: Frames,
  quanta: number,
): void {
  if (first === members.length - 1) return
  const leader = members[first]?.part.steady()
  const host = leader?.answered === true ? undefined : leader?.ready
  if (leader === undefined || host === undefined) return
  const followers: Follower[] = []
  for (let index = first + 1; index < members.length; index++) {
    const part = members[index]?.part
    const script = part?.steady()
    if (part === undefined || script?.ready !== host) break
    part.write(offset, quanta)
    const ways = links[index] ?? []
    // What came before the first has run: it is there to be sent.
    const own = ways.map(way =>
      way === undefined || way[0] < first ? -1 : linkTo(way[0] - first, way[1]),
    )
    followers.push({ script, links: own })
  }
  if (followers.length > 0) leader.lead(followers)
}

/** Of the channels of a member’s inputs: which of those before it makes them. */
function linksOf(
  members: readonly RunMember[],
  index: number,
): (readonly [member: number, channel: number] | undefined)[] {
  return (members[index]?.part.incoming ?? []).map(place => {
    for (let before = index - 1; before >= 0; before--) {
      const channel = members[before]?.part.outgoing.indexOf(place) ?? -1
      if (channel >= 0) return [before, channel] as const
    }
    return undefined
  })
}
