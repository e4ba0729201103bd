import type { BudgetScope } from './model-spending.entity.js';

/** The try is not made, and the embedded engine answers: nobody outside is told. */
export class ModelBudgetSpent extends Error {
  constructor(readonly scope: BudgetScope) {
    super(`The budget of models is spent (${scope}).`);
    this.name = 'ModelBudgetSpent';
  }
}
