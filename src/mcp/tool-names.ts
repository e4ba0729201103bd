// Names of tools as clients of models take them: letters, digits, `_` and `-`, at most 64. Ours have dots.

/** `bookings_create_booking` of `bookings.create_booking`. One to one: test/contracts/mcp-names.spec.ts holds it for every tool there is. */
export function mcpNameOf(name: string): string {
  return name.replaceAll('.', '_');
}

/** The tool set that it belongs to: `bookings` of `bookings.create_booking`. */
export function toolSetOf(name: string): string {
  return name.split('.', 1)[0]!;
}

/** `Create booking` of `bookings.create_booking`. */
export function titleOf(name: string): string {
  const words = name.slice(name.indexOf('.') + 1).replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
