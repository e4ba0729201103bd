import { Module } from '@nestjs/common';
import { EmbeddingService } from './embedding.service.js';
import { KnowledgeJobs } from './knowledge.jobs.js';

@Module({ providers: [EmbeddingService, KnowledgeJobs] })
export class KnowledgeModule {}
