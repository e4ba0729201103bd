// Many rows in one statement. The unit of work would cost a change set for each row, far too much for a million of them.
import type { EntityClass, RequiredEntityData } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

export type InsertRow<E> = RequiredEntityData<E>;

const rowsPerStatement = 2_000;

/** Rows of many tables, collected in any order and inserted in the order of the foreign keys. */
export class InsertRows {
  private readonly byEntity = new Map<EntityClass<object>, object[]>();

  /** All rows of one entity set the same properties; the database fills the others from their defaults. */
  add<E extends object>(entity: EntityClass<E>, ...rows: InsertRow<E>[]): void {
    const known = this.byEntity.get(entity);
    if (known) known.push(...rows);
    else this.byEntity.set(entity, rows);
  }

  /** @param order every entity of which there are rows, referred ones before those that refer to them */
  async insert(em: SqlEntityManager, order: readonly EntityClass<object>[]): Promise<void> {
    for (const entity of order) await insertRows(em, entity, this.byEntity.get(entity) ?? []);
  }
}

/** The rows travel as one JSON document, which PostgreSQL unpacks by the types of the table itself. */
async function insertRows(
  em: SqlEntityManager,
  entity: EntityClass<object>,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const { tableName, properties } = em.getMetadata(entity);
  const columns: Record<string, string> = {};
  for (const name of Object.keys(rows[0]!)) columns[name] = columnOf(properties, name);
  const list = Object.values(columns)
    .map((column) => `"${column}"`)
    .join(', ');
  const sql = `insert into "${tableName}" (${list}) select ${list} from json_populate_recordset(null::"${tableName}", ?::json)`;
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const records = rows
      .slice(start, start + rowsPerStatement)
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [columns[name]!, value])));
    await em.execute(sql, [JSON.stringify(records)], 'run');
  }
}

function columnOf(properties: object, name: string): string {
  const property = (properties as Record<string, { fieldNames: string[] }>)[name];
  if (!property) throw new Error(`There is no property "${name}"`);
  return property.fieldNames[0]!;
}
