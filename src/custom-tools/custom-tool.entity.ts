// A tool that staff have written, in versions: drafted, tried, published, retired. What was published is never edited; the next version
// succeeds it.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { canonicalJson } from '#libs/json';
import { idColumn, timestampColumns } from '#libs/orm';
import {
  CustomToolNotDrafted,
  CustomToolNotPublished,
  CustomToolPublished,
  CustomToolUntried,
} from './custom-tools.errors.js';
import type { ToolDefinitionInput } from './tool-definition.js';

export const toolVersionStatuses = ['draft', 'tried', 'published', 'retired'] as const;

/** Who did it, and when. */
interface Deed {
  by: string;
  at: Date;
}

const CustomToolSchema = defineEntity({
  name: 'CustomTool',
  tableName: 'custom_tools',
  checks: [{ name: 'custom_tools_name_check', expression: `name ~ '^custom[.][a-z][a-z0-9_]*$'` }],
  properties: {
    id: idColumn(),
    name: p.string().length(60).unique('custom_tools_name_unique'),
    versions: () => p.oneToMany(CustomToolVersion).mappedBy('tool').orderBy({ number: 'asc' }),
    /** Of the staff. */
    createdBy: p.uuid(),
    /** For If-Match. Every change locks the row and counts. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class CustomTool extends CustomToolSchema.class {
  declare [OptionalProps]?: 'draft' | 'published' | 'latest' | 'nextNumber' | 'drafted';

  /** What would be published next, tried or not. Versions must be loaded. */
  get draft(): CustomToolVersion | null {
    return this.versions.find(({ status }) => status === 'draft' || status === 'tried') ?? null;
  }

  /** What callers have now. Versions must be loaded. */
  get published(): CustomToolVersion | null {
    return this.versions.find(({ status }) => status === 'published') ?? null;
  }

  /** Whatever has become of it. Versions must be loaded. */
  get latest(): CustomToolVersion {
    return [...this.versions].at(-1)!;
  }

  /** Of the version that will be drafted next. */
  get nextNumber(): number {
    return this.latest.number + 1;
  }

  /** @throws CustomToolNotDrafted */
  get drafted(): CustomToolVersion {
    if (!this.draft) throw new CustomToolNotDrafted(this.name);
    return this.draft;
  }

  /** @throws CustomToolNotPublished */
  retire({ at }: Pick<Deed, 'at'>): CustomToolVersion {
    const { published } = this;
    if (!published) throw new CustomToolNotPublished(this.name);
    published.retire(at);
    return published;
  }

  /** @throws CustomToolPublished */
  checkDeletable(): void {
    if (this.published) throw new CustomToolPublished(this.name);
  }
}
CustomToolSchema.setClass(CustomTool);

const oneAtATime = (name: string, statuses: string) => ({
  name,
  expression: (columns: Record<string, string>, table: unknown, index: string) =>
    `create unique index "${index}" on ${String(table)} ("${columns.tool}") where status in (${statuses})`,
});

const CustomToolVersionSchema = defineEntity({
  name: 'CustomToolVersion',
  tableName: 'custom_tool_versions',
  checks: [
    { name: 'custom_tool_versions_number_check', expression: 'number >= 1' },
    {
      name: 'custom_tool_versions_tried_check',
      expression: `status = 'draft' or (tried_at is not null and try_refusal is null)`,
    },
    {
      name: 'custom_tool_versions_published_check',
      expression: `(status in ('draft', 'tried')) = (published_at is null)`,
    },
    {
      name: 'custom_tool_versions_retired_check',
      expression: `(status = 'retired') = (retired_at is not null)`,
    },
  ],
  uniques: [{ name: 'custom_tool_versions_number_unique', properties: ['tool', 'number'] }],
  indexes: [
    // Callers have one version of a tool, whatever the code does.
    oneAtATime('custom_tool_versions_published_unique', `'published'`),
    oneAtATime('custom_tool_versions_draft_unique', `'draft', 'tried'`),
  ],
  properties: {
    id: idColumn(),
    tool: () => p.manyToOne(CustomTool).deleteRule('cascade'),
    number: p.integer(),
    status: p.enum(toolVersionStatuses).default('draft'),
    definition: p.json().$type<ToolDefinitionInput>(),
    /** What has changed and why, for colleagues. */
    note: p.string().length(300).default(''),
    /** The last try of the definition as it is now. */
    triedAt: p.datetime().nullable(),
    triedBy: p.uuid().nullable(),
    /** Code of the refusal that it came to; null where it went well. */
    tryRefusal: p.string().length(60).nullable(),
    publishedAt: p.datetime().nullable(),
    publishedBy: p.uuid().nullable(),
    retiredAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class CustomToolVersion extends CustomToolVersionSchema.class {
  /** Of what is written anew nobody knows whether it works. */
  rewrite(definition: ToolDefinitionInput, note: string): void {
    Object.assign(this, {
      definition,
      note,
      status: 'draft',
      triedAt: null,
      triedBy: null,
      tryRefusal: null,
    });
  }

  isStill(definition: ToolDefinitionInput): boolean {
    return canonicalJson(this.definition) === canonicalJson(definition);
  }

  /** @param refusal null where it went well */
  recordTry({ by, at }: Deed, refusal: string | null): void {
    Object.assign(this, {
      status: refusal === null ? 'tried' : 'draft',
      triedAt: at,
      triedBy: by,
      tryRefusal: refusal?.slice(0, 60) ?? null,
    });
  }

  /** @throws CustomToolUntried */
  publish(name: string, { by, at }: Deed): void {
    if (this.status !== 'tried') throw new CustomToolUntried(name, this.number);
    Object.assign(this, { status: 'published', publishedAt: at, publishedBy: by });
  }

  retire(at: Date): void {
    Object.assign(this, { status: 'retired', retiredAt: at });
  }
}
CustomToolVersionSchema.setClass(CustomToolVersion);
