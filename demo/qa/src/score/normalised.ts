/** A text as texts are compared: by the rules of the drawings' score.py, in its order. */
export function normalised(text: string | undefined): string {
  return (text ?? '')
    .replaceAll(/\s+/g, '')
    .replaceAll('|', '')
    .replaceAll(/[⌀∅φΦϕø]/g, 'Ø')
    .replaceAll(/[×✕X]/g, 'x')
    .replaceAll(/[−–—]/g, '-')
    .replaceAll(/[º˚]/g, '°')
    .replaceAll(/”|“|″|''/g, '"')
    .replaceAll(/\+\/-|\+-/g, '±')
    .replaceAll('//', '∥')
    .replaceAll('Ⓜ', '(M)')
    .replaceAll('Ⓛ', '(L)')
    .replaceAll('Ⓟ', '(P)')
    .replaceAll(/[∨▽]/g, '⌵')
    .replaceAll(/(?<=\d),(?=\d)/g, '.')
    .replaceAll(/(?<![\d.])(\d+)\/(\d+)(?![\d.])/g, '$1\0$2')
    .replaceAll('/', '')
    .replaceAll('\0', '/')
    .toLowerCase()
}

/** The least number of letters to insert, drop or change. */
export function editDistance(one: string, other: string): number {
  const letters = [...other]
  let row = Array.from({ length: letters.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, otherLetter] of letters.entries()) {
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === otherLetter ? 0 : 1)),
      )
    }
    row = next
  }
  return row.at(-1) ?? 0
}
