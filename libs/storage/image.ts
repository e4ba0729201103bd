// From a picture that somebody sent, which may be anything, to one that we have made ourselves.
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { DomainError } from '#libs/errors';

/** By their bytes, whatever the file is called. */
const readable: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);
/** What current phones take in full, 5,712 × 4,284. A file that unpacks to more is meant to fill our memory. */
const mostPixels = 25_000_000;
const seconds = 10;
/** Pixels of a photograph: enough to see a crack or to read a bill, little enough to keep for years. */
const longestSide = 1600;

// By what the bytes are: no other decoder of the library (SVG, PDF, TIFF …) is ever run.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });
// One thread for each picture, of the four of the pool that password hashing shares; nothing is drawn twice.
sharp.concurrency(1);
sharp.cache(false);

export class ImageInvalid extends DomainError {
  constructor(detail = 'Send a PNG, JPEG or WebP picture that is whole, of at most 25 megapixels.') {
    super('IMAGE_INVALID', 'invalid', detail);
  }
}

export interface DrawnImage {
  /** WebP. */
  bytes: Buffer;
  width: number;
  height: number;
}

/**
 * The picture upright and at most 1,600 pixels wide and high, drawn anew: metadata (where it was taken) and whatever else the file carried
 * stay behind. @throws ImageInvalid when it is something else, not whole, moves, or is too large
 */
export async function drawAnew(sent: Uint8Array | undefined): Promise<DrawnImage> {
  // Told nothing, the library would wait for a stream, for ever.
  if (!sent?.length) throw new ImageInvalid('Send a picture as the file of the form.');
  if (!(await isPicture(sent))) throw new ImageInvalid();
  const input = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const;
  try {
    const { pages = 1 } = await sharp(sent, input).metadata();
    if (pages > 1) throw new ImageInvalid('A moving picture cannot be taken.');
    const { data, info } = await sharp(sent, input)
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    throw error instanceof ImageInvalid ? error : new ImageInvalid();
  }
}

/** PNG, JPEG or WebP by its first bytes; whether it is whole shows when it is drawn. */
export async function isPicture(bytes: Uint8Array): Promise<boolean> {
  const type = await fileTypeFromBuffer(bytes);
  return type !== undefined && readable.has(type.mime);
}
