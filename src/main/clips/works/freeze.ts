import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, err, fail, ok } from '#shared/kit'
import type { NodeCatalog, Project } from '#shared/graph'
import { attempt, writeDurably, writeFailure } from '../../kit'
import type { ClipWork } from '../clip-work'
import { FREEZE, type FreezeInput } from '../kinds/freeze-kind'
import { feedingPart, soundingPart } from '../feeding-part'
import { collectMade } from './collect'
import { numberOf } from './needed'

/** What comes in becomes a clip, rendered as an export is. */
export function freezeWork(media: string, catalog: () => NodeCatalog): ClipWork {
  return {
    id: 'freeze',
    plan(input) {
      const { document, node, folder, definition } = input
      const part = feedingPart(document, catalog(), node.id)
      if (part === undefined) {
        return err(fail('clip-input-missing', `Nothing is wired to ${definition.label}.`))
      }
      const from = numberOf(input, 'from')
      const length = numberOf(input, 'length')
      const to = length > 0 ? from + length : document.transport.length
      if (to <= from) return err(fail('render-empty', `Nothing lies after ${from} s.`))
      return ok({
        by: 'The project’s own renderer',
        version: '1',
        uses: { part: soundingPart(part, catalog()), from, to },
        async job(key) {
          const path = join(media, `${key}.wireharp`)
          const made = await attempt(
            () => mkdir(media, { recursive: true }),
            errno => writeFailure(errno, media),
          )
          if (!made.ok) return made
          const written = await writeDurably(path, canonicalJson(part))
          if (!written.ok) return written
          const name = nameOf(document, node.id)
          const job: FreezeInput = { name, document: path, folder, key, from, to }
          return ok({ kind: FREEZE, input: job })
        },
      })
    },
    collect: collectMade,
  }
}

/** What it is the sound of: the node that is wired to it. */
function nameOf({ graph }: Project, node: string): string {
  const source = Object.values(graph.cables).find(({ to }) => to.node === node)?.from.node
  const found = graph.nodes[source ?? node]
  return found?.label ?? found?.type.replace(/^.*\//, '') ?? node
}
