import { Collection } from '@mikro-orm/core';
import { z } from 'zod';

/** In a view: the rows of a loaded collection of an entity, each by `item`. */
export function collectionOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (value instanceof Collection ? value.getItems() : value), z.array(item));
}
