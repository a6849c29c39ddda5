import { Assets } from '../assets.js'

/** Where the search's own worker and module are: whoever does not search loads neither. */
export class SearchAssets extends Assets {
  protected override readonly script = 'search-worker.js'

  /** The module, compiled. The browser's cache serves whoever asks again. */
  searchModule(): Promise<WebAssembly.Module> {
    const file = 'draftlens_search_bg.wasm'
    return this.compiled(file, () => new URL('./draftlens_search_bg.wasm', import.meta.url))
  }

  protected override defaultWorkerUrl(): URL {
    return this.base ? new URL('search-worker.js', this.base) : new URL('./search-worker.js', import.meta.url)
  }
}
