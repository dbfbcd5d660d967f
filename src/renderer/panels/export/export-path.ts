interface Place {
  readonly path: string
  readonly draft: boolean
}

/** Where an export goes unless another place is chosen: beside the project, or among the user's projects. */
export function exportPath({ path, draft }: Place, folder: string, title: string): string {
  if (!draft && /\.wireharp$/i.test(path)) return path.replace(/\.wireharp$/i, '.wav')
  const name = title.trim().replaceAll(/[\\/:*?"<>|]+/g, '-')
  return `${folder}${folder.includes('\\') && !folder.includes('/') ? '\\' : '/'}${name}.wav`
}
