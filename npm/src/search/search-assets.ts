import { Assets } from '../assets.js'
import { compile } from '../fetch-asset.js'

/** Where the search's own worker and module are: whoever does not search loads neither. */
export class SearchAssets extends Assets {
  /** The module, compiled. The browser's cache serves whoever asks again. */
  searchModule(): Promise<WebAssembly.Module> {
    const besideThis = () => new URL('./draftlens_search_bg.wasm', import.meta.url)
    return compile(this.base ? new URL('draftlens_search_bg.wasm', this.base) : besideThis())
  }

  protected override defaultWorkerUrl(): URL {
    return this.base ? new URL('search-worker.js', this.base) : new URL('./search-worker.js', import.meta.url)
  }
}
