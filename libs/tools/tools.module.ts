import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ToolRegistry } from './tool.registry.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [ToolRegistry], exports: [ToolRegistry] })
export class ToolsModule {}
