export type Variables = Readonly<Record<string, string>>;

const longest = 2_000;

/** What stands in `uri` for the `{names}` of the template, each within one part of the path; undefined where it is another address. */
export function variablesOf(template: string, uri: string): Variables | undefined {
  if (uri.length > longest) return undefined;
  const names: string[] = [];
  const pattern = template
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(part.slice(1, -1));
      return '([^/?#]+)';
    })
    .join('');
  const values = new RegExp(`^${pattern}$`).exec(uri)?.slice(1);
  if (!values) return undefined;
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index]!)]));
  } catch {
    // Not the encoding of anything.
    return undefined;
  }
}
