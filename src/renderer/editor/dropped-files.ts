import { kindOf } from './file-kinds'

/** So deep, and so many, a dropped folder is looked into. */
const DEPTH = 8
const MOST = 500

/** The files of a drop; of folders the sounds and MIDI files in them, by name. */
export async function droppedFiles(data: DataTransfer): Promise<readonly File[]> {
  // The list is empty as soon as the event is over.
  const entries = [...data.items].flatMap(item => item.webkitGetAsEntry() ?? [])
  const files = [...data.files]
  if (entries.every(entry => !entry.isDirectory)) return files
  const found: File[] = []
  for (const entry of entries) await collect(entry, found, 0)
  return found
}

async function collect(entry: FileSystemEntry, found: File[], depth: number): Promise<void> {
  if (found.length >= MOST || entry.name.startsWith('.')) return
  if (isFile(entry)) {
    const file = await fileOf(entry)
    const wanted = depth === 0 || ['sound', 'midi'].includes(kindOf(entry))
    if (wanted && file !== undefined) found.push(file)
  } else if (isFolder(entry) && depth < DEPTH) {
    const inside = await entriesOf(entry)
    for (const inner of inside.toSorted((a, b) => a.name.localeCompare(b.name))) {
      await collect(inner, found, depth + 1)
    }
  }
}

// Chromium has these classes under other names.
function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function fileOf(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise(resolve => entry.file(resolve, () => resolve(undefined)))
}

/** A reader gives a hundred at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>(resolve => {
      reader.readEntries(resolve, () => resolve([]))
    })
    if (some.length === 0 || all.length >= MOST) return all
    all.push(...some)
  }
}
