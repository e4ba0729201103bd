import { Global, Module } from '@nestjs/common';
import { LanguageModel } from '#libs/llm';
import { AnswerCache } from './answer-cache.js';
import { ModelBudget } from './model-budget.service.js';
import { ModelMetrics } from './model-metrics.js';
import { ModelReports } from './model-reports.service.js';
import { ModelsController } from './models.controller.js';
import { ModelsJobs } from './models.jobs.js';
import { ModelsPersonalData } from './models.personal-data.js';
import { ModelsService } from './models.service.js';
import { OpsModelsController } from './ops-models.controller.js';

/** Whoever asks a model injects `LanguageModel` of #libs/llm, and knows nothing of this domain. */
@Global()
@Module({
  controllers: [ModelsController, OpsModelsController],
  providers: [
    ModelsService,
    { provide: LanguageModel, useExisting: ModelsService },
    ModelBudget,
    AnswerCache,
    ModelMetrics,
    ModelReports,
    ModelsJobs,
    ModelsPersonalData,
  ],
  exports: [LanguageModel],
})
export class ModelsModule {}
