// @ts-check
// What opening an A0 sheet at 300 dpi adds to the renderer's memory, at its peak.
import { readFileSync, statSync } from 'node:fs'
import { package_in_chromium } from '../../../scripts/package-in-chromium.mjs'
import { in_root } from '../../../scripts/project.mjs'
import { a0_sheets } from './a0-sheets.mjs'

const BUDGET_MB = 400
/** Two A2 sheets' sides at 600 dpi are an A0 sheet's at 300. */
const A2_AS_A0_DPI = 600

/**
 * @typedef {{model: string, pixels: string, file_mb: number, budget_mb: number, peak_mb?: number, error?: string}} Peak
 * @returns {Promise<Peak[]>}
 */
export async function peak_memory() {
  if (process.platform !== 'linux') {
    console.error('bench: peak memory is read from /proc, which only Linux has')
    return []
  }
  const pdf = { name: 'pdf', file: in_root('demo/qa/samples/multipage_a2.pdf'), dpi: A2_AS_A0_DPI }
  const peaks = []
  for (const sheet of [...a0_sheets(), pdf]) peaks.push(await peak_of(sheet))
  return peaks
}

/** A browser of its own for each, so that nothing is left over. @param {{name: string, file: string, dpi?: number}} sheet @returns {Promise<Peak>} */
async function peak_of({ name, file, dpi }) {
  const chromium = await package_in_chromium({
    mounts: { '/engines/': in_root('tests/bench/opening/engines') },
  })
  const facts = { model: `open-a0-${name}`, file_mb: megabytes(statSync(file).size), budget_mb: BUDGET_MB }
  try {
    const session = await chromium.browser.newBrowserCDPSession()
    const renderers = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
    }
    const blank = new Map((await renderers()).map((id) => [id, high_water_bytes(id)]))
    const opened = await chromium.page.evaluate(open_sheet, { address: chromium.address_of(file), dpi })
    if ('error' in opened) return { ...facts, pixels: '–', error: opened.error }
    const growths = (await renderers()).map((id) => high_water_bytes(id) - (blank.get(id) ?? 0))
    const pixels = `${opened.width_px} × ${opened.height_px}`
    return { ...facts, pixels, peak_mb: megabytes(Math.max(...growths)) }
  } finally {
    await chromium.close()
  }
}

/** Runs in the browser. @param {{address: string, dpi: number | undefined}} what */
async function open_sheet({ address, dpi }) {
  try {
    const engine = await (await import(`${location.origin}/engines/draftlens.mjs`)).prepare()
    const file = await (await fetch(address)).blob()
    return await engine.open(file, dpi)
  } catch (error) {
    return { error: String(error) }
  }
}

/** @param {number} process_id */
function high_water_bytes(process_id) {
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${process_id}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.round(bytes / 100_000) / 10
