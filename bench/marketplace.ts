// What customers of the marketplace wait for, each part beside a baseline in the same run, on the embedded database or on DATABASE_URL (an empty
// one): the free slots of a day, search, a quote, a booking; and whether a service is offered at a pincode, with 100,000 rate cards, beside the same
// data with the pincodes of each card as one JSON array.
// Arguments: which parts; all without any.
import 'reflect-metadata';
import { createFigures, quoteFigures, searchFigures, slotFigures } from './marketplace/sales.js';
import { openMarketplace, type MarketplaceScene } from './marketplace/scene.js';
import { serviceabilityFigures } from './marketplace/serviceability.js';
import type { Figure } from './support/figure.js';
import { withProgram } from './support/program.js';

const rateCards = 100_000;
/** The last one adds services by the thousand. */
const parts: Readonly<Record<string, (scene: MarketplaceScene) => Promise<Figure[]>>> = {
  slots: slotFigures,
  search: searchFigures,
  quote: quoteFigures,
  create: createFigures,
  serviceability: (scene) => serviceabilityFigures(scene, rateCards),
};

export async function run(asked: string[]): Promise<void> {
  const rows = await withProgram(async (app) => {
    const scene = await openMarketplace(app);
    const figures: Figure[] = [];
    for (const [name, part] of Object.entries(parts))
      if (asked.length === 0 || asked.includes(name)) figures.push(...(await part(scene)));
    return figures;
  });
  console.table(rows);
  console.log(JSON.stringify({ benchmark: 'marketplace', rateCards, rows }));
}
