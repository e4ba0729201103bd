// The policies that every installation begins with, without a database.
import { firstPolicyClauses } from '../../src/migrations/Migration20261130000190_Policies.js';
import { PolicyVersion, type PolicyClause } from '../../src/policies/policy-version.entity.js';

/** As a row would be read. */
export function firstPolicy(): PolicyVersion {
  const clauses = structuredClone(firstPolicyClauses) as PolicyClause[];
  return Object.assign(Object.create(PolicyVersion.prototype) as PolicyVersion, {
    number: 1,
    status: 'published',
    clauses,
  });
}
