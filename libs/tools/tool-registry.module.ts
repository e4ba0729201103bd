import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { ToolRegistry } from './tool.registry.js';
import { ToolResults } from './tool-results.js';

/** Also needs #libs/cache and #libs/orm. */
@Global()
@Module({ imports: [DeclarationsModule], providers: [ToolRegistry, ToolResults], exports: [ToolRegistry] })
export class ToolRegistryModule {}
