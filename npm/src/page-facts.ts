/** A kind of file that can be opened. */
export type Format = 'png' | 'jpeg' | 'webp' | 'bmp' | 'gif' | 'tiff' | 'pdf'

/** What is known of a page before it is decoded. */
export interface PageInfo {
  index: number
  /** Width and height as a person sees the page. */
  width_px: number
  height_px: number
  /** Pixels per inch of paper. */
  dpi: number
  /** The file says so; the shape of a paper size; a usual value; rendered at this resolution. */
  dpi_source: 'file' | 'paper' | 'assumed' | 'rendered'
  /** Bits a pixel when decoded. */
  bits: 8 | 1
}

/** What is known of a page once it is decoded. */
export interface LoadedPageInfo extends PageInfo {
  /** Dark lines on light paper, or light lines on a dark ground. */
  ink: 'dark' | 'light'
  /** Sizes of the zoom levels: 0 is the page, each next one half as large, the last fits one tile. */
  levels: [width_px: number, height_px: number][]
  /** Side of a full tile. */
  tile_px: number
}

/** Something that a person should know about a file that did open. */
export interface Notice {
  code: string
  page: number | null
  message: string
}

/** A point in page pixels. */
export type Point = [x: number, y: number]

/** A run of characters without a gap that the file itself holds. */
export interface Word {
  text: string
  /** Page pixels, clockwise from the text's own upper left. */
  quad: [Point, Point, Point, Point]
  font_px: number
  angle_rad: number
  /** Text under a scan, or for searching only, is not drawn. */
  visible: boolean
}

/** The words that a PDF itself holds, in page pixels. */
export interface TextLayer {
  words: Word[]
  /** The page is mostly one picture: words that are not visible are what some program read off it. */
  is_of_picture: boolean
}

/** A line or curve that the file draws, flattened, in page pixels. */
export interface Stroke {
  points: Point[]
  width_px: number
}

/** What is known of a file once its headers are read. */
export interface Summary {
  format: Format
  pages: PageInfo[]
  notices: Notice[]
}

/** A rectangle in page pixels. */
export interface PageArea {
  x: number
  y: number
  width: number
  height: number
}

/** What a file may cost; each absent limit is the default of the reader. */
export interface Budget {
  maxGreyPx?: number
  maxBilevelPx?: number
  maxWorkingBytes?: number
  maxFileBytes?: number
  maxPages?: number
}
