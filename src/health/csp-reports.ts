import { Injectable, Logger } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import type { CspReport } from './csp-reports.schemas.js';

/** Those of our policies; a label must not be what somebody sends. */
const directives = new Set([
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'connect-src',
  'form-action',
  'frame-ancestors',
  'base-uri',
]);

/** What browsers report of our content policies: anybody can send it, so it is counted and noted, never believed. */
@Injectable()
export class CspReports {
  private readonly logger = new Logger('CspReports');
  private readonly counted = getOrCreateMetric('Counter', {
    name: 'csp_violations_total',
    help: 'Violations of a content policy that browsers have reported.',
    labelNames: ['directive'],
  }) as Counter;

  /** One line for all of them: a page that breaks its policy mostly does so many times. */
  take(reports: readonly CspReport[]): void {
    for (const { directive } of reports) this.counted.inc({ directive: known(directive) });
    const [first] = reports;
    if (!first) return;
    this.logger.warn(
      {
        directive: known(first.directive),
        page: pathOf(first.page),
        blocked: originOf(first.blocked),
        reports: reports.length,
      },
      'a browser reports a violation of the content policy',
    );
  }
}

function known(directive = ''): string {
  const [name = ''] = directive.split(' ', 1);
  return directives.has(name) ? name : 'other';
}

/** Without the query, which can hold the token of a link. */
function pathOf(page = ''): string {
  return URL.canParse(page) ? cleaned(new URL(page).pathname) : '';
}

/** A keyword such as `inline`, or where it would have come from. */
function originOf(blocked = ''): string {
  return cleaned(URL.canParse(blocked) ? `${new URL(blocked).protocol}//${new URL(blocked).host}` : blocked);
}

function cleaned(text: string): string {
  return text.slice(0, 100).replace(/[^\w./:-]/g, '_');
}
