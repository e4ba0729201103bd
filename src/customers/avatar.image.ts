// From a picture that somebody sent, which may be anything, to one that we have made ourselves.
import sharp from 'sharp';
import { AvatarInvalid } from './customers.errors.js';

export const avatarTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export const avatarBytes = 2 * 1024 * 1024;

/** Pixels on each side. */
const side = 256;
/**
 * What current phones take in full: those "of 24 megapixels" 5,712 × 4,284, which is 24.5 million. A file that unpacks to more is meant to
 * fill our memory.
 */
const pixels = 25_000_000;
const seconds = 10;

// By what the bytes are, whatever the request calls them: no other decoder of the library (SVG, PDF, TIFF …) is ever run.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'],
});
// One thread for each picture, of the four of the pool that password hashing shares; nothing is drawn twice.
sharp.concurrency(1);
sharp.cache(false);

/**
 * The middle of the picture, upright, as WebP. It is drawn anew: metadata (where a photograph was taken) and whatever else the file
 * carried stay behind.
 * @throws AvatarInvalid when it cannot be read whole, moves, or is too large
 */
export async function avatarOf(bytes: Buffer | undefined): Promise<Buffer> {
  // Told nothing, the library would wait for a stream, for ever.
  if (!bytes?.length) throw new AvatarInvalid('Send the picture as the body of the request.');
  const input = { limitInputPixels: pixels, failOn: 'error', sequentialRead: true } as const;
  try {
    const { pages = 1 } = await sharp(bytes, input).metadata();
    if (pages > 1 || isAnimatedPng(bytes)) throw new AvatarInvalid('A moving picture cannot be an avatar.');
    return await sharp(bytes, input)
      .rotate()
      .resize(side, side, { fit: 'cover' })
      .webp({ quality: 80 })
      .timeout({ seconds })
      .toBuffer();
  } catch (error) {
    if (error instanceof AvatarInvalid) throw error;
    throw new AvatarInvalid(
      `Send a PNG, JPEG or WebP picture that is whole, of at most ${pixels / 1_000_000} megapixels.`,
    );
  }
}

/** The library reads only the first picture of a PNG. Whether there are more is said by a chunk `acTL` before the first `IDAT`. */
function isAnimatedPng(bytes: Buffer): boolean {
  const control = bytes.indexOf('acTL');
  return bytes.subarray(1, 4).equals(Buffer.from('PNG')) && control > 0 && control < bytes.indexOf('IDAT');
}
