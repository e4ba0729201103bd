// The catalogue of the demo data as agents read it, without a program: for what only the recogniser of services needs.
import type { ServiceRead } from '../../src/agents/agent-tools.js';
import { demoCategories } from '../../src/demo/content.js';

/** Known by their slugs, and without options. */
export function demoServices(): ServiceRead[] {
  return demoCategories.flatMap(({ name: category, subcategories }) =>
    subcategories.flatMap(({ name: subcategory, services }) =>
      services.map(({ slug, name, description, durationMinutes, unit, phrases }) => ({
        id: slug,
        slug,
        name,
        description,
        durationMinutes,
        unit,
        category,
        subcategory,
        phrases,
        attributes: [],
      })),
    ),
  );
}
