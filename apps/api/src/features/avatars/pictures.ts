import sharp, { type OutputInfo } from 'sharp'
import { AppError } from '../../platform/errors.ts'
import { Turns } from '../../platform/turns.ts'

/** A picture as it is stored: WebP, with nothing in it but its pixels. */
export interface Picture {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

const longestSide = 512
/** Decoded, 100 MB: what a small file can be blown up to. */
const mostMegapixels = 25
/** A picture of the allowed size takes a tenth of it. */
const timeoutS = 10

/** How files begin. What is said of their type is not asked for. */
const beginnings: readonly (readonly [offset: number, bytes: string])[][] = [
  [[0, '\xff\xd8\xff']],
  [[0, '\x89PNG\r\n\x1a\n']],
  [[0, 'GIF87a']],
  [[0, 'GIF89a']],
  [
    [0, 'RIFF'],
    [8, 'WEBP'],
  ],
]

// The decoders of these types and of no other: libvips has dozens, SVG and PDF among them.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((type) => `VipsForeignLoad${type}Buffer`),
})
// One thread for a picture, and nothing kept of it.
sharp.concurrency(1)
sharp.cache(false)

/** Makes avatars of what people upload, on the thread pool, one at a time: the pool has four threads for everyone. */
export class Pictures {
  readonly #turns = new Turns({
    atOnce: 1,
    mostWaiting: 20,
    busy: 'Too many pictures are being uploaded right now. Try again shortly.',
  })

  /**
   * The picture at most 512 pixels wide and high, upright, as WebP, without what was stored beside its pixels: where it was
   * taken, with what, by whom. Of an animation, the first frame.
   * @throws {AppError} unsupported_image, broken_image, image_too_large, busy
   */
  async avatarOf(upload: Buffer): Promise<Picture> {
    if (!beginnings.some((marks) => marks.every(([offset, bytes]) => hasAt(upload, offset, bytes)))) {
      throw new AppError(
        'unsupported',
        'unsupported_image',
        'This is no picture that is read here: give a JPEG, PNG, WebP or GIF.',
      )
    }
    const { data, info } = await this.#turns.take(() => encoded(upload))
    return { bytes: data, width: info.width, height: info.height }
  }
}

function hasAt(file: Buffer, offset: number, bytes: string): boolean {
  return file.toString('latin1', offset, offset + bytes.length) === bytes
}

async function encoded(upload: Buffer): Promise<{ data: Buffer; info: OutputInfo }> {
  // The head of the file alone, whatever size it says: nothing is unpacked yet.
  const { width, height } = await readable(() => sharp(upload, { limitInputPixels: false }).metadata())
  if (width * height > mostMegapixels * 1e6) {
    throw new AppError(
      'too_large',
      'image_too_large',
      `The picture has more than ${mostMegapixels} million pixels. Make it smaller.`,
    )
  }
  const size = { width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true } as const
  const options = { autoOrient: true, failOn: 'error', limitInputPixels: mostMegapixels * 1e6 } as const
  return readable(() =>
    sharp(upload, options)
      .timeout({ seconds: timeoutS })
      .resize(size)
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true }),
  )
}

/** Whatever the decoder finds wrong is wrong with the file. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch {
    throw new AppError('invalid', 'broken_image', 'The picture can’t be read: it is damaged or not whole.')
  }
}
