import { button, byId } from './element'

/** Files by picker, by dropping them anywhere on the window and by pasting → `onFiles`; folders are dropped with all that lies in them. */
export function takeFiles(onFiles: (files: File[], isFolder: boolean) => void): void {
  const picker = byId<HTMLInputElement>('picker')
  const hint = byId('drop-hint')
  const take = (files: FileList | undefined | null) => {
    if (files && files.length > 0) onFiles([...files], false)
  }

  button('open', () => picker.click())
  picker.addEventListener('change', () => {
    take(picker.files)
    // So that the same file can be chosen again.
    picker.value = ''
  })
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'o') {
      event.preventDefault()
      picker.click()
    }
  })

  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    hint.hidden = false
  })
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hint.hidden = true
  })
  document.addEventListener('drop', (event) => {
    hint.hidden = true
    if (!hasFiles(event)) return
    event.preventDefault()
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry())
    if (entries.some((entry) => entry?.isDirectory)) {
      void filesIn(entries).then((files) => onFiles(files, true))
    } else {
      take(event.dataTransfer?.files)
    }
  })
  document.addEventListener('paste', (event) => take(event.clipboardData?.files))
}

async function filesIn(entries: readonly (FileSystemEntry | null)[]): Promise<File[]> {
  const files = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : [])))
  return files.flat()
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const files: File[] = []
  // A folder is told in portions; an empty one is its end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return files
    files.push(...(await filesIn(entries)))
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}
