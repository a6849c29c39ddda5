// @ts-check
// The package `draftlens` as a page uses it: opening, stopping, failing and coming back.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { in_root } from '../../scripts/project.mjs'
import { BARE_PAGE, browser_under_test } from './demo-page.mjs'
import { write_sheet } from './sheet-png.mjs'

/** @typedef {typeof import('draftlens')} Draftlens */
/** @typedef {import('draftlens').DraftlensError} DraftlensError */
/**
 * What a page of these tests holds; `in_time` asks again where a busy machine was not in time.
 * @typedef {{draftlens: Draftlens, files: File[], in_time: <T>(ask: () => Promise<T>) => Promise<T>}} InPage
 */

const { visit, url } = browser_under_test()
const folder = mkdtempSync(join(tmpdir(), 'draftlens-'))
/** Large enough to take longer than anybody's patience in these tests: some seconds. */
const slow_sheet = join(folder, 'slow.png')
const small_sheet = in_root('demo/qa/samples/rpm_plate.png')

before(() => write_sheet(slow_sheet))
after(() => rmSync(folder, { recursive: true }))

/**
 * A bare page with the package as `draftlens` and the files as `files`.
 * @param {{files?: string[], prepare?: (page: import('playwright-core').Page) => Promise<unknown>}} [given]
 */
async function page_with_package({ files = [small_sheet], prepare } = {}) {
  const watched = await visit(BARE_PAGE, {}, prepare)
  const { page } = watched
  await page.evaluate(async () => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.id = 'files'
    document.body.append(input)
    const url = '/npm/index.js'
    const in_time = async (/** @type {() => Promise<unknown>} */ ask) => {
      for (let tries = 1; ; tries++) {
        try {
          return await ask()
        } catch (error) {
          if (/** @type {DraftlensError} */ (error).code !== 'deadline-exceeded' || tries === 30) throw error
        }
      }
    }
    Object.assign(globalThis, { draftlens: await import(url), files: input.files, in_time })
  })
  await page.setInputFiles('#files', files)
  await page.evaluate(() => {
    const input = document.querySelector('input')
    Object.assign(globalThis, { files: [...(input?.files ?? [])] })
  })
  return watched
}

test('a file opens under the strict policy and its pixels come back', async () => {
  const { page, complaints } = await page_with_package()
  const seen = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open(/** @type {File} */ (files[0]))
    const info = await drawing.page(0).load()
    const tile = await drawing.page(0).tile(info.levels.length - 1, 0, 0)
    const grey = await drawing.page(0).grey({ x: 0, y: 0, width: 2339, height: 1653 })
    const thumbnail = await drawing.thumbnail(0, { maxPx: 100 })
    return {
      format: drawing.format,
      size: [info.width_px, info.height_px],
      tile: [tile.width, tile.height],
      last_level: info.levels.at(-1),
      has_ink: grey.some((value) => value < 50),
      thumbnail: [thumbnail.width, thumbnail.height],
      text: await drawing.page(0).textLayer(),
      strokes: await drawing.page(0).strokes(),
    }
  })
  assert.deepEqual(seen.size, [2339, 1653])
  assert.equal(seen.format, 'png')
  assert.deepEqual(seen.tile, seen.last_level)
  assert.ok(seen.has_ink)
  assert.deepEqual(seen.thumbnail, [100, 71])
  assert.equal(seen.text, undefined)
  assert.deepEqual(seen.strokes, [])
  assert.deepEqual(complaints, [])
})

test('a page is a PNG with the very pixels, whatever its file is', async () => {
  const { page } = await page_with_package({ files: [in_root('demo/qa/samples/g4.tif')] })
  const seen = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open(/** @type {File} */ (files[0]))
    const png = await drawing.page(0).png()
    const { width, height } = await createImageBitmap(png)
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(await createImageBitmap(png), 0, 0)
    const shown = context?.getImageData(0, 0, width, height).data ?? []
    const grey = await drawing.page(0).grey({ x: 0, y: 0, width, height })
    const { width_px, height_px } = await drawing.page(0).load()
    const stop = AbortSignal.abort()
    const stopped = await drawing
      .page(0)
      .png({ signal: stop })
      .catch((/** @type {DraftlensError} */ { code }) => code)
    analyzer.dispose()
    return {
      type: png.type,
      size: [width - width_px, height - height_px],
      differing: grey.filter((value, at) => shown[4 * at] !== value).length,
      ink: grey.filter((value) => value < 50).length,
      stopped,
    }
  })
  assert.ok(seen.ink > 1000, `${seen.ink} dark pixels`)
  const { ink, ...rest } = seen
  assert.deepEqual(rest, { type: 'image/png', size: [0, 0], differing: 0, stopped: 'cancelled' })
})

test('a picture that names a PDF in its metadata opens as the picture that it is', async () => {
  const { page } = await page_with_package()
  const jpeg = readFileSync(in_root('crate/page/tests/fixtures/raster/colour.jpg'))
  const comment = Buffer.from('\xff\xfe\x00\x0a%PDF-1.4', 'latin1')
  const bytes = [...jpeg.subarray(0, 2), ...comment, ...jpeg.subarray(2)]
  const format = await page.evaluate(async (bytes) => {
    const { draftlens } = /** @type {{draftlens: Draftlens}} */ (/** @type {unknown} */ (globalThis))
    const analyzer = await draftlens.createAnalyzer()
    return (await analyzer.open(new Uint8Array(bytes))).format
  }, bytes)
  assert.equal(format, 'jpeg')
})

test('bytes, buffers, blobs and addresses open alike', async () => {
  const { page } = await page_with_package()
  const sizes = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    const file = /** @type {File} */ (files[0])
    const buffer = await file.arrayBuffer()
    const address = '/samples/rpm_plate.png'
    const sources = [
      file,
      new Blob([buffer]),
      buffer,
      new Uint8Array(buffer),
      address,
      new URL(address, location.href),
    ]
    const drawings = await Promise.all(sources.map((source) => analyzer.open(source)))
    const is_intact = buffer.byteLength === file.size
    return { widths: drawings.map(({ pages }) => pages[0]?.width_px), is_intact }
  })
  assert.deepEqual(sizes.widths, Array(6).fill(2339))
  assert.ok(sizes.is_intact, 'the caller keeps its buffer')
})

test('nothing is requested but the worker, one wasm module and the address that was opened', async () => {
  const { page, requests } = await page_with_package()
  requests.length = 0
  await page.evaluate(async () => {
    const { draftlens } = /** @type {{draftlens: Draftlens}} */ (/** @type {unknown} */ (globalThis))
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open('/samples/rpm_plate.png')
    await drawing.page(0).load()
  })
  const expected = ['npm/draftlens_raster_bg.wasm', 'npm/worker.js', 'samples/rpm_plate.png']
  assert.deepEqual(
    requests.sort(),
    expected.map((path) => url() + path),
  )
})

test('a slow decode is cancelled within 100 ms and the document goes on', async () => {
  const { page } = await page_with_package({ files: [slow_sheet] })
  let workers_started = 0
  page.on('worker', () => workers_started++)
  const seen = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open(/** @type {File} */ (files[0]))
    const cancel = async () => {
      const stop = new AbortController()
      let told = 0
      const outcome = drawing
        .page(0)
        .load({ signal: stop.signal, onProgress: () => told++ })
        .then(
          () => 'decoded',
          (/** @type {DraftlensError} */ error) => error.code,
        )
      while (told === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      const asked = performance.now()
      stop.abort()
      const code = await outcome
      const ms = performance.now() - asked
      const told_before = told
      // Answered by a fresh worker: that which was decoding has been ended.
      await drawing.page(0).textLayer()
      return { code, ms, told_later: told - told_before }
    }
    const cancels = [await cancel(), await cancel(), await cancel()]
    const info = await drawing.page(0).load()
    return {
      codes: cancels.map(({ code }) => code),
      best_ms: Math.min(...cancels.map(({ ms }) => ms)),
      told_later: Math.max(...cancels.map(({ told_later }) => told_later)),
      width: info.width_px,
    }
  })
  assert.deepEqual(seen.codes, ['cancelled', 'cancelled', 'cancelled'])
  // The best of three: whatever else the machine does is not ours.
  assert.ok(seen.best_ms < 100, `${seen.best_ms} ms`)
  assert.equal(workers_started, 4)
  assert.equal(seen.told_later, 0, 'nobody hears of a decode that was given up')
  assert.equal(seen.width, 9933)
})

test('a decode that exceeds its deadline fails and leaves the document usable', async () => {
  const { page } = await page_with_package({ files: [slow_sheet] })
  const seen = await page.evaluate(async () => {
    const { draftlens, files, in_time } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    const analyzer = await draftlens.createAnalyzer({ deadlineMs: 200 })
    const drawing = await in_time(() => analyzer.open(/** @type {File} */ (files[0])))
    let decoded = 0
    const code = await drawing
      .page(0)
      .load({
        onProgress: ({ done, total }) => {
          decoded = done / total
        },
      })
      .catch((/** @type {DraftlensError} */ error) => error.code)
    const text = await in_time(() => drawing.page(0).textLayer())
    return { code, decoded, text }
  })
  assert.equal(seen.code, 'deadline-exceeded')
  assert.ok(seen.decoded < 1, `not waited for to its end: ${seen.decoded}`)
  assert.equal(seen.text, undefined)
})

test("a worker's script is named by an address, as a string or vouched for by the page itself", async () => {
  const { page } = await page_with_package()
  const opened = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const open = async (/** @type {import('draftlens').WorkerSource} */ worker) => {
      const analyzer = await draftlens.createAnalyzer({ worker })
      const { format } = await analyzer.open(/** @type {File} */ (files[0]))
      analyzer.dispose()
      return format
    }
    // A page has one policy of this name: here it is the page's own.
    const policy = /** @type {any} */ (globalThis).trustedTypes.createPolicy('draftlens', {
      createScriptURL: (/** @type {string} */ asked) => asked,
    })
    const trusted = await open(policy.createScriptURL('/npm/worker.js'))
    const code = await open('/npm/worker.js').catch((/** @type {DraftlensError} */ error) => error.code)
    return { trusted, code }
  })
  assert.deepEqual(
    opened,
    { trusted: 'png', code: 'worker-failed' },
    'the page has taken the name of the policy',
  )

  const { page: other } = await page_with_package()
  const formats = await other.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const formats = []
    for (const worker of ['/npm/worker.js', new URL('/npm/worker.js', location.href)]) {
      const analyzer = await draftlens.createAnalyzer({ worker })
      formats.push((await analyzer.open(/** @type {File} */ (files[0]))).format)
      analyzer.dispose()
    }
    return formats
  })
  assert.deepEqual(formats, ['png', 'png'])
})

test('a worker that does not answer at all is ended a second after the deadline', async () => {
  const { page } = await page_with_package()
  const seen = await page.evaluate(async () => {
    const { draftlens, files, in_time } = /** @type {InPage} */ (/** @type {unknown} */ (globalThis))
    /** @type {Worker[]} */
    const workers = []
    const policy = /** @type {any} */ (globalThis).trustedTypes.createPolicy('draftlens', {
      createScriptURL: (/** @type {string} */ asked) => asked,
    })
    const worker = () => {
      const made = new Worker(policy.createScriptURL('/npm/worker.js'), { type: 'module' })
      workers.push(made)
      return made
    }
    const deadlineMs = 1000
    const analyzer = await draftlens.createAnalyzer({ deadlineMs, worker })
    const drawing = await in_time(() => analyzer.open(/** @type {File} */ (files[0])))
    // Killed from outside: no event tells of it.
    workers.at(-1)?.terminate()
    const n_started = workers.length
    // Timers of one thread ring in their order, however late: no clock is compared.
    const after = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms))
    const too_early = after(deadlineMs + 500)
    const too_late = after(deadlineMs + 1500)
    const ended = drawing
      .page(0)
      .load()
      .catch((/** @type {DraftlensError} */ error) => error.code)
    const first = await Promise.race([ended, too_early])
    const code = await Promise.race([ended, too_late])
    const n_after = workers.length
    const info = await in_time(() => drawing.page(0).load())
    return {
      first,
      code,
      width: info.width_px,
      spawned_for_next: workers.length > n_after,
      n_lost: n_after - n_started,
    }
  })
  assert.equal(seen.first, 1500, 'it has a second more than its deadline')
  assert.equal(seen.code, 'deadline-exceeded')
  assert.equal(seen.width, 2339)
  assert.equal(seen.n_lost, 0, 'it is not begun anew by itself')
  assert.ok(seen.spawned_for_next)
})

test('a reader that crashes fails with its words, and its document goes on in a fresh worker', async () => {
  const { page } = await page_with_package()
  const seen = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open(/** @type {File} */ (files[0]))
    const other = await analyzer.open(/** @type {File} */ (files[0]))
    const waiting = other.page(0).load()
    // More bytes than a 32-bit memory has: the reader panics, as it would on a fault of its own.
    const crash = drawing.page(0).grey({ x: 0, y: 0, width: 60_000, height: 60_000 })
    const behind = drawing.page(0).load()
    const error = /** @type {DraftlensError} */ (await crash.catch((error) => error))
    const { code, message, hint } = error
    return { code, message, hint, behind: (await behind).width_px, other: (await waiting).width_px }
  })
  assert.equal(seen.code, 'crashed')
  assert.match(seen.message, /capacity overflow/, 'the words of the panic, not of the trap')
  assert.notEqual(seen.hint, '')
  assert.equal(seen.behind, 2339, 'what waited behind the crash is answered by a fresh worker')
  assert.equal(seen.other, 2339, 'another document is not disturbed')
})

test('a missing wasm file is an asset error with address, status and first bytes, and is asked for again', async () => {
  let is_missing = true
  const { page } = await page_with_package({
    prepare: (page) =>
      page.route('**/*.wasm', (route) =>
        is_missing
          ? route.fulfill({
              status: 404,
              contentType: 'text/html',
              body: '<!DOCTYPE html><title>404</title>',
            })
          : route.continue(),
      ),
  })
  const create = () =>
    page.evaluate(async () => {
      const { draftlens } = /** @type {{draftlens: Draftlens}} */ (/** @type {unknown} */ (globalThis))
      const made = await draftlens.createAnalyzer().catch((/** @type {DraftlensError} */ error) => error)
      if (!(made instanceof draftlens.DraftlensError)) return undefined
      return { code: made.code, url: made.url, status: made.status, message: made.message, hint: made.hint }
    })
  const error = await create()
  assert.equal(error?.code, 'asset-missing')
  assert.equal(error?.url, `${url()}npm/draftlens_raster_bg.wasm`)
  assert.equal(error?.status, 404)
  assert.match(error?.message ?? '', /<!DOCTYPE html>/)
  assert.match(error?.hint ?? '', /assetBase/)
  is_missing = false
  assert.equal(await create(), undefined)
})

test('a server that answers 200 with a web page in place of the wasm is found out', async () => {
  const { page } = await page_with_package({
    prepare: (page) =>
      page.route('**/*.wasm', (route) =>
        route.fulfill({ status: 200, contentType: 'application/wasm', body: '<!DOCTYPE html>' }),
      ),
  })
  const message = await page.evaluate(async () => {
    const { draftlens } = /** @type {{draftlens: Draftlens}} */ (/** @type {unknown} */ (globalThis))
    return draftlens
      .createAnalyzer()
      .catch((/** @type {DraftlensError} */ error) => `${error.code} ${error.message}`)
  })
  assert.match(String(message), /^asset-missing .*200.*<!DOCTYPE html>/)
})

test('wasm served with a wrong type still runs', async () => {
  const { page } = await page_with_package({
    prepare: (page) =>
      page.route('**/*.wasm', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, headers: { 'content-type': 'application/octet-stream' } })
      }),
  })
  const pages = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer()
    return (await analyzer.open(/** @type {File} */ (files[0]))).pageCount
  })
  assert.equal(pages, 1)
})

for (const [what, status] of /** @type {[string, number][]} */ ([
  ['missing', 404],
  ['replaced by a web page', 200],
])) {
  test(`a worker's script that is ${what} fails with its address and never hangs`, async () => {
    const { page } = await page_with_package({
      prepare: (page) =>
        page.route('**/worker.js', (route) =>
          route.fulfill({ status, contentType: 'text/html', body: '<!DOCTYPE html>' }),
        ),
    })
    const error = await page.evaluate(async () => {
      const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
        /** @type {unknown} */ (globalThis)
      )
      const analyzer = await draftlens.createAnalyzer()
      const error = /** @type {DraftlensError} */ (
        await analyzer.open(/** @type {File} */ (files[0])).catch((error) => error)
      )
      return { code: error.code, url: error.url, status: error.status }
    })
    assert.deepEqual(error, { code: 'worker-failed', url: `${url()}npm/worker.js`, status })
  })
}

test('assetBase moves worker and wasm', async () => {
  const { page, requests } = await page_with_package()
  requests.length = 0
  await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const analyzer = await draftlens.createAnalyzer({ assetBase: '/draftlens' })
    await analyzer.open(/** @type {File} */ (files[0]))
  })
  const expected = ['draftlens/draftlens_raster_bg.wasm', 'draftlens/worker.js']
  assert.deepEqual(
    requests.sort(),
    expected.map((path) => url() + path),
  )
})

test('disposing settles everything that is under way and frees the worker', async () => {
  const { page } = await page_with_package({ files: [slow_sheet] })
  const codes = await page.evaluate(async () => {
    const { draftlens, files } = /** @type {{draftlens: Draftlens, files: File[]}} */ (
      /** @type {unknown} */ (globalThis)
    )
    const code = (/** @type {Promise<unknown>} */ work) =>
      work.then(
        () => 'answered',
        (/** @type {DraftlensError} */ error) => error.code,
      )
    const analyzer = await draftlens.createAnalyzer()
    const drawing = await analyzer.open(/** @type {File} */ (files[0]))
    const running = code(drawing.page(0).load())
    const waiting = code(drawing.page(0).tile(0, 0, 0))
    await new Promise((resolve) => setTimeout(resolve, 100))
    drawing.dispose()
    const late = code(drawing.thumbnail(0))
    analyzer.dispose()
    const closed = code(analyzer.open(/** @type {File} */ (files[0])))
    return Promise.all([running, waiting, late, closed])
  })
  assert.deepEqual(codes, ['disposed', 'disposed', 'disposed', 'disposed'])
  for (const deadline = Date.now() + 30_000; page.workers().length > 0 && Date.now() < deadline; ) {
    await page.waitForTimeout(20)
  }
  assert.equal(page.workers().length, 0)
})

test('broken files and wrong pages fail with the code of what is wrong', async () => {
  const { page } = await page_with_package()
  const png = readFileSync(small_sheet)
  const files = {
    empty: [],
    'unknown-format': [...Buffer.from('<!DOCTYPE html><title>Sign in</title>')],
    truncated: [...png.subarray(0, png.length / 2)],
  }
  const codes = await page.evaluate(async (files) => {
    const { draftlens } = /** @type {{draftlens: Draftlens}} */ (/** @type {unknown} */ (globalThis))
    const analyzer = await draftlens.createAnalyzer()
    /** @type {Record<string, string>} */
    const codes = {}
    for (const [name, bytes] of Object.entries(files)) {
      try {
        await (await analyzer.open(new Uint8Array(bytes))).page(0).load()
        codes[name] = 'opened'
      } catch (error) {
        codes[name] = /** @type {DraftlensError} */ (error).code
      }
    }
    const sound = await analyzer.open('/samples/rpm_plate.png')
    try {
      sound.page(1)
    } catch (error) {
      codes['no-such-page'] = /** @type {DraftlensError} */ (error).code
    }
    await analyzer.open('/samples/nothing.png').catch((error) => {
      codes['network'] = `${error.code} ${error.status}`
    })
    return codes
  }, files)
  assert.deepEqual(codes, {
    empty: 'empty',
    'unknown-format': 'unknown-format',
    truncated: 'truncated',
    'no-such-page': 'no-such-page',
    network: 'network 404',
  })
})
