// Reads the weights of a TensorFlow.js graph model: a manifest that names them in order, and one file that holds them one after the
// other. Those of one byte stand for minimum + scale · byte (affine quantisation).

/** Numbers [rows][columns] (a list has one row): minimum + scale · byte. */
export interface QuantisedWeights {
  bytes: Uint8Array;
  minimum: number;
  scale: number;
  shape: readonly number[];
}

interface ManifestEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; min: number; scale: number };
}

const bytesOf: Readonly<Record<string, number>> = { uint8: 1, uint16: 2, int32: 4, float32: 4, bool: 1 };

export class WeightFile {
  private readonly weights = new Map<string, QuantisedWeights>();

  /**
   * @param manifest `model.json`
   * @param bytes of the only shard; the weights that are handed out are views of it
   * @throws Error when the two do not belong together
   */
  constructor(manifest: string, bytes: Uint8Array) {
    const { weightsManifest } = JSON.parse(manifest) as {
      weightsManifest: { weights: ManifestEntry[] }[];
    };
    let at = 0;
    for (const { name, shape, dtype, quantization } of weightsManifest.flatMap((group) => group.weights)) {
      const length =
        shape.reduce((product, size) => product * size, 1) * bytesOf[quantization?.dtype ?? dtype]!;
      if (quantization?.dtype === 'uint8') {
        const { min: minimum, scale } = quantization;
        this.weights.set(name, { bytes: bytes.subarray(at, at + length), minimum, scale, shape });
      }
      at += length;
    }
    if (at !== bytes.length) throw new Error('The weights are not those of the manifest.');
  }

  /** @throws Error when there is none of this name and shape */
  matrix(name: string, rows: number, columns: number): QuantisedWeights {
    const found = this.weights.get(name);
    if (found?.shape.join() !== `${rows},${columns}`)
      throw new Error(`There are no weights ${name} of ${rows} × ${columns}.`);
    return found;
  }

  /** As numbers. @throws Error when there is none of this name and length */
  list(name: string, length: number): Float32Array {
    const found = this.weights.get(name);
    if (found?.shape.join() !== `${length}`) throw new Error(`There are no ${length} weights ${name}.`);
    return Float32Array.from(found.bytes, (byte) => found.minimum + found.scale * byte);
  }
}
