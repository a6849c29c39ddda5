// demo/qa → demo/qa/dist: the workbench with the package's worker and wasm, and the samples.
import { in_root } from '../../scripts/project.mjs'
import { build_page } from '../build-page.mjs'

await build_page(in_root('demo/qa'), ['index.html', 'icon.svg', 'samples'])
