/** A file name for a project, from a title or from what was typed. */
export function fileNameOf(text: string): string {
  const base = text
    .trim()
    .replace(/\.wireharp$/i, '')
    .replaceAll(/[\\/:*?"<>|]+/g, '-')
    .replace(/^\.+/, '')
  return `${base === '' ? 'untitled' : base}.wireharp`
}

/** A file in a folder, in the folder's own way of writing paths. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}
