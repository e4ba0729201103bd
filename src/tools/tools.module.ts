import { Module } from '@nestjs/common';
import { OperationTools } from './operation-tools.js';

@Module({ providers: [OperationTools] })
export class ToolsModule {}
