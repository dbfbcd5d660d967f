import type { BusUse } from './bus-uses'
import { LONGEST_RUN } from './script-run'
import type { Step, StepMaker } from './steps'

/** A row of scripts that may become one step, and what stands after its last one and might go before it. */
interface Row {
  readonly plugin: string
  readonly members: [script: Step, gauges: Step[]][]
  readonly reads: Set<BusUse>
  readonly writes: Set<BusUse>
  between: Step[]
}

/**
 * Neighbouring scripts of one plugin that runs in a process of its own become one step: the process is asked once for
 * all of them. What stands between them and has to do with none of them goes before.
 */
export function joinScripts(steps: readonly Step[], maker: StepMaker): readonly Step[] {
  if (!steps.some(isHosted)) return steps
  const joined: Step[] = []
  let row: Row | undefined
  const end = () => {
    if (row === undefined) return
    const [only] = row.members
    if (row.members.length > 1) joined.push(maker.scripts(row.members))
    else if (only !== undefined) joined.push(only[0], ...only[1])
    joined.push(...row.between)
    row = undefined
  }
  for (const step of steps) {
    const plugin = step.script?.plugin
    if (row !== undefined && plugin === row.plugin && row.members.length < LONGEST_RUN) {
      joined.push(...row.between)
      row.between = []
      add(row, step)
    } else if (plugin !== undefined) {
      end()
      row = { plugin, members: [], reads: new Set(), writes: new Set(), between: [] }
      add(row, step)
    } else if (row !== undefined && measures(row, step)) row.members.at(-1)?.[1].push(step)
    else if (row !== undefined && isApart(row, step)) row.between.push(step)
    else {
      end()
      joined.push(step)
    }
  }
  end()
  return joined
}

function isHosted({ script }: Step): boolean {
  return script?.plugin !== undefined
}

function add(row: Row, step: Step): void {
  row.members.push([step, []])
  for (const use of step.reads) row.reads.add(use)
  for (const use of step.writes) row.writes.add(use)
}

/** Whether it only measures what the last one gives. */
function measures({ members, between }: Row, step: Step): boolean {
  const made = members.at(-1)?.[0].writes ?? []
  const own = step.gauges === true && step.writes.every(use => made.includes(use))
  return own && between.length === 0
}

/** Whether it is the same before the row as after it. */
function isApart({ reads, writes }: Row, { main, ...step }: Step): boolean {
  const free = (use: BusUse) => !writes.has(use)
  return !main && step.reads.every(free) && step.writes.every(use => free(use) && !reads.has(use))
}
