import { parseFile } from 'music-metadata'

export interface Tags {
  readonly title?: string
  readonly artist?: string
  readonly album?: string
  readonly genre?: string
  readonly comment?: string
}

const LONGEST = 300

/** What a file says of itself. A file whose tags are broken has none. */
export async function readTags(path: string): Promise<Tags> {
  try {
    const { common } = await parseFile(path, { duration: false, skipCovers: true })
    const { title, artist, album, genre, comment } = common
    const tags = {
      title: clean(title),
      artist: clean(artist),
      album: clean(album),
      genre: clean(genre?.join(', ')),
      comment: clean(comment?.map(({ text }) => text ?? '').join(' ')),
    }
    return Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined))
  } catch {
    return {}
  }
}

function clean(text: string | undefined): string | undefined {
  const plain = text
    ?.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
  return plain === undefined || plain === '' ? undefined : plain
}
