// Partial changes (RFC 7396): what is left out stays, null clears what can be null.
import { z } from 'zod';

export type PatchShape<Shape extends z.ZodRawShape> = {
  [Member in keyof Shape]: z.ZodOptional<
    Shape[Member] extends z.ZodDefault<infer Inner> ? Inner : Shape[Member]
  >;
};

/**
 * What a PATCH takes, from the members of what a PUT takes: each may be left out, and then no default takes its place. One has to be
 * there. PUT and PATCH can then be one change of the service, which gets all members or some.
 */
export function patchOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const members = Object.entries(shape).map(([name, member]) => [name, left(member as z.ZodType)]);
  return z
    .strictObject(Object.fromEntries(members) as PatchShape<Shape>)
    .refine((changes) => Object.keys(changes).length > 0, 'must change something');
}

/** Without its default, but with its description. */
function left(member: z.ZodType): z.ZodType {
  if (!(member instanceof z.ZodDefault)) return member.optional();
  const { description, examples } = z.globalRegistry.get(member) ?? {};
  return (member.unwrap() as z.ZodType).optional().meta({ description, examples });
}
