export interface SortedFiles {
  readonly sounds: readonly File[]
  readonly projects: readonly File[]
  readonly others: readonly File[]
}

/** Dropped files by what Wireharp does with them. */
export function sortFiles(files: Iterable<File>): SortedFiles {
  const sounds: File[] = []
  const projects: File[] = []
  const others: File[] = []
  for (const file of files) {
    if (/\.(wav|wave|flac|mp3|ogg|oga)$/i.test(file.name)) sounds.push(file)
    else if (/\.wireharpz?$/i.test(file.name)) projects.push(file)
    else others.push(file)
  }
  return { sounds, projects, others }
}
