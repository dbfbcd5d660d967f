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

/** The folder that a path lies in, and what it is called there; neither knows what is on the disk. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, slash(path)))
}

export function nameOf(path: string): string {
  return path.slice(slash(path) + 1)
}

function slash(path: string): number {
  return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
}
