import { button, byId } from './element'

/** Files by picker, by dropping them anywhere on the window and by pasting → `onFiles`. */
export function takeFiles(onFiles: (files: File[]) => void): void {
  const picker = byId<HTMLInputElement>('picker')
  const hint = byId('drop-hint')
  const take = (files: FileList | undefined | null) => {
    if (files && files.length > 0) onFiles([...files])
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
    take(event.dataTransfer?.files)
  })
  document.addEventListener('paste', (event) => take(event.clipboardData?.files))
}
