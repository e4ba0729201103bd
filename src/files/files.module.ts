import { Module } from '@nestjs/common';
import { FilesJobs } from './files.jobs.js';

@Module({ providers: [FilesJobs] })
export class FilesModule {}
