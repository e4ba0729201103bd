import { z } from 'zod';
import { jsonSchemaOf, SchemaComponents } from './json-schema.js';
import { jsonValue } from '../input/json-value.js';
import { listOf, pageOf } from '../input/pages.js';
import { publishSchema } from './published-schema.js';
import { plainText } from '../input/text.js';

const kettle = z.object({ name: z.string(), boughtAt: z.date(), spare: z.string().optional() });
publishSchema(kettle, 'Kettle', { name: 'Red', boughtAt: new Date('2026-11-20T04:30:00Z'), secret: 1 });

it('keeps the constraints of a text that is changed on its way in, and no bounds that are none', () => {
  const text = plainText({ min: 3, max: 254 }).transform((each) => each.toLowerCase());
  expect(jsonSchemaOf(text, 'input')!.schema).toMatchObject({ minLength: 3, maxLength: 254 });
  expect(jsonSchemaOf(z.int(), 'output')!.schema).toEqual({ type: 'integer' });
  expect(jsonSchemaOf(z.int().nonnegative(), 'output')!.schema).toEqual({ type: 'integer', minimum: 0 });
});

it('refers to a schema that has a name, wherever it is used', () => {
  const reference = { $ref: '#/components/schemas/Kettle' };
  expect(jsonSchemaOf(kettle, 'output')!.schema).toEqual(reference);
  expect(jsonSchemaOf(z.object({ mine: kettle.nullable() }), 'output')!.schema).toMatchObject({
    properties: { mine: { anyOf: [reference, { type: 'null' }] } },
  });
  expect(jsonSchemaOf(kettle.extend({ lid: z.string() }), 'output')!.components).toEqual({});
});

it('names lists and pages after what is in them', () => {
  const components = new SchemaComponents();
  for (const view of [pageOf(kettle), pageOf(kettle), listOf(kettle)]) components.refer(view, 'output');
  expect(Object.keys(components.all())).toEqual(['Kettle', 'KettleList', 'KettlePage']);
});

it('shows an example as it leaves', () => {
  const { Kettle } = jsonSchemaOf(kettle, 'output')!.components;
  expect(Kettle!.examples).toEqual([{ name: 'Red', boughtAt: '2026-11-20T04:30:00.000Z' }]);
  const wrong = z.object({ name: z.string() });
  publishSchema(wrong, 'Wrong', { name: 1 });
  expect(() => jsonSchemaOf(wrong, 'output')).toThrow('name');
});

it('lets answers get more members, and inputs not', () => {
  expect(jsonSchemaOf(kettle, 'output')!.components.Kettle).not.toHaveProperty('additionalProperties');
  expect(jsonSchemaOf(z.strictObject({}), 'input')!.schema).toMatchObject({ additionalProperties: false });
});

it('has one form under one name', () => {
  const components = new SchemaComponents();
  const lid = z.object({ isOn: z.boolean().default(true) });
  publishSchema(lid, 'Lid', {});
  components.refer(lid, 'input');
  expect(() => components.refer(lid, 'output')).toThrow('Lid');
});

it('gives JSON of any kind a name instead of a number', () => {
  const { components } = jsonSchemaOf(z.object({ input: jsonValue }), 'input')!;
  expect(Object.keys(components).sort()).toEqual(['JsonArray', 'JsonValue']);
  expect(jsonValue.safeParse({ a: [1, null, { b: 'c' }] }).success).toBe(true);
  expect(jsonValue.safeParse({ a: undefined }).success).toBe(false);
});
