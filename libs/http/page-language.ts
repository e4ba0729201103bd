export type PageLanguage = 'en' | 'hi';

/** As a link says, which knows the person; otherwise as the browser says: the first one that we write (they come in order of wish). */
export function pageLanguage(chosen: unknown, accepted: string): PageLanguage {
  const wishes = [chosen, ...accepted.split(',').map((wish) => wish.trim().slice(0, 2).toLowerCase())];
  return wishes.find((wish) => wish === 'en' || wish === 'hi') ?? 'en';
}
