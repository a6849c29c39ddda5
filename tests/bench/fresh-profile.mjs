// @ts-check

/**
 * A page of a browser profile of its own, whose cache is empty.
 * @template T
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 * @param {(page: import('playwright-core').Page) => Promise<T>} work
 */
export async function in_fresh_profile(browser, options, work) {
  const context = await browser.newContext(options)
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}
