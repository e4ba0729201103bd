// One binary layout for every trained model: a JSON header, then typed arrays, each aligned to 8 bytes.

type Section = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

const arrays = { Int8Array, Uint8Array, Uint16Array, Uint32Array, Float32Array };
const ALIGNMENT = 8;
const aligned = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

interface Layout {
  header: unknown;
  sections: { name: string; type: keyof typeof arrays; length: number; at: number }[];
}

export function packModel(header: object, sections: Record<string, Section>): Uint8Array {
  let end = 0;
  const layout: Layout = { header, sections: [] };
  for (const [name, array] of Object.entries(sections)) {
    const type = array.constructor.name as keyof typeof arrays;
    layout.sections.push({ name, type, length: array.length, at: end });
    end = aligned(end + array.byteLength);
  }
  const json = new TextEncoder().encode(JSON.stringify(layout));
  const body = aligned(4 + json.length);
  const bytes = new Uint8Array(body + end);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  for (const { name, at } of layout.sections) {
    const { buffer, byteOffset, byteLength } = sections[name]!;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), body + at);
  }
  return bytes;
}

/** Throws SyntaxError or RangeError when the bytes are not a packed model. */
export function unpackModel<Header, Sections>(bytes: Uint8Array): { header: Header; sections: Sections } {
  const jsonLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const layout = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + jsonLength))) as Layout;
  // A copy, because a typed array must begin at a multiple of its size, and a view (a Buffer from a file) need not.
  const body = new Uint8Array(bytes.subarray(aligned(4 + jsonLength)));
  const sections = layout.sections.map(({ name, type, length, at }) => [
    name,
    new arrays[type](body.buffer, at, length),
  ]);
  return { header: layout.header as Header, sections: Object.fromEntries(sections) as Sections };
}
