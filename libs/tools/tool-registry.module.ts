import { Global, Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { ToolRegistry } from './tool.registry.js';

@Global()
@Module({ imports: [DeclarationsModule], providers: [ToolRegistry], exports: [ToolRegistry] })
export class ToolRegistryModule {}
