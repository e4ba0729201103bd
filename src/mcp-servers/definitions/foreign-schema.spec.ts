import { argumentsCheck, checkedCopy, loadValidator, SchemaRefused } from './foreign-schema.js';

const schemaOf = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
let Validator: Awaited<ReturnType<typeof loadValidator>>;
beforeAll(async () => {
  Validator = await loadValidator();
});

it.each([
  ['text', 'a text'],
  ['another type', { type: 'array' }],
  ['a remote reference', schemaOf({ a: { $ref: 'https://a.example/b.json' } })],
  ['a file', schemaOf({ a: { $ref: 'other.json#/a' } })],
  ['itself', schemaOf({ a: { $ref: '#' } })],
  [
    'a circle',
    schemaOf({ a: { $ref: '#/$defs/a' } }, { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }),
  ],
  ['a part that is no definition', schemaOf({ a: {}, b: { $ref: '#/properties/a' } })],
  ['a part that is not there', schemaOf({ a: { $ref: '#/$defs/a' } })],
  ['a part of a prototype', schemaOf({ a: { $ref: '#/constructor' } })],
  ['another base', { ...schemaOf({}), $id: 'https://a.example/' }],
  ['a dynamic reference', schemaOf({ a: { $dynamicRef: '#a' } })],
  ['a keyword of another form', schemaOf({ a: { minimum: '0); process.exit(1' } })],
  ['a type that there is not', schemaOf({ a: { type: 'string"]' } })],
  ['required that is no list', schemaOf({}, { required: 'a' })],
  [
    'a depth without end',
    schemaOf(
      Array(30)
        .fill(0)
        .reduce((inner: object) => ({ a: schemaOf(inner) }), {}),
    ),
  ],
  ['parts without end', schemaOf(Object.fromEntries(Array.from({ length: 1_200 }, (_, n) => [`a${n}`, {}])))],
])('refuses %s', (_, schema) => {
  expect(() => checkedCopy(schema)).toThrow(SchemaRefused);
});

it('counts what references multiply to', () => {
  const levels = (count: number) =>
    schemaOf(
      { a: { $ref: '#/$defs/a0' } },
      {
        $defs: Object.fromEntries(
          Array.from({ length: count }, (_, n) => {
            const $ref = `#/$defs/a${n + 1}`;
            return [`a${n}`, n === count - 1 ? { type: 'string' } : { allOf: [{ $ref }, { $ref }] }];
          }),
        ),
      },
    );
  expect(checkedCopy(levels(4)).applied).toBeLessThan(200);
  expect(() => checkedCopy(levels(30))).toThrow('multiply');
  // Behind a property with the name of a keyword as well.
  const { $defs } = levels(30) as { $defs?: object };
  for (const name of ['type', 'required', 'enum', 'const', '$ref', 'allOf'])
    expect(() => checkedCopy(schemaOf({ [name]: { $ref: '#/$defs/a0' } }, { $defs }))).toThrow('multiply');
});

it('leaves out what could hold us up, and takes properties of those names for properties', () => {
  const { schema } = checkedCopy(
    schemaOf(
      { pattern: { type: 'string', pattern: '(a+)+$', format: 'email' }, $ref: { type: 'number' } },
      { patternProperties: { '(a+)+': {} }, additionalProperties: false, description: 'words' },
    ),
  );
  expect(schema).toEqual({
    type: 'object',
    properties: { pattern: { type: 'string' }, $ref: { type: 'number' } },
  });
});

it('checks arguments by it', () => {
  const check = argumentsCheck(
    Validator,
    schemaOf({ a: { type: 'integer', minimum: 1 } }, { required: ['a'], additionalProperties: false }),
  );
  expect(check({ a: 1 })).toEqual([]);
  for (const wrong of [{}, { a: 0 }, { a: 1, b: 2 }, { a: 'x' }]) expect(check(wrong)).toHaveLength(1);
});

it('looks at nothing that is too large or too deep', () => {
  const check = argumentsCheck(Validator, schemaOf({ a: {} }));
  expect(check({ a: Array(10_000).fill(1) })).toEqual([{ message: expect.stringContaining('too large') }]);
  const deep = Array(100)
    .fill(0)
    .reduce((inner: unknown) => [inner], 1);
  expect(check({ a: deep })).toEqual([{ message: expect.stringContaining('too large') }]);
});
