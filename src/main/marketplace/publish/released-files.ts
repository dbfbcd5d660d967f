import { z } from 'zod'

const jsonSchema = z.looseObject({ version: z.string() })

/** `plugin.json` of another version; what stands in it otherwise stays, in its order. */
export function withVersion(manifest: string, version: string): string | undefined {
  try {
    const parsed = jsonSchema.safeParse(JSON.parse(manifest))
    if (!parsed.success) return undefined
    return parsed.data.version === version
      ? manifest
      : `${JSON.stringify({ ...parsed.data, version }, undefined, 2)}\n`
  } catch {
    return undefined
  }
}

/** `CHANGELOG.md` with what is new on top: each line of `notes` is a point. What it says of that version is replaced. */
export function withNotes(
  changelog: string,
  {
    version,
    notes,
    now,
  }: { readonly version: string; readonly notes: string; readonly now: number },
): string {
  const points = notes
    .split('\n')
    .map(line => line.trim().replace(/^[-*]\s*/, ''))
    .filter(line => line !== '')
    .map(line => `- ${line}`)
  if (points.length === 0) return changelog
  const [title, ...parts] = `\n${changelog.trim()}`.split(/\n(?=## )/)
  const head = (title ?? '').trim() === '' ? '# Changes' : (title ?? '').trim()
  const day = new Date(now).toISOString().slice(0, 10)
  const others = parts.filter(
    part => !part.startsWith(`## ${version} `) && part !== `## ${version}`,
  )
  const own = `## ${version} (${day})\n\n${points.join('\n')}`
  return `${[head, own, ...others.map(part => part.trim())].join('\n\n')}\n`
}
