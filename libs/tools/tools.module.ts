import { Global, Module } from '@nestjs/common';
import { DeclaredMethodsModule } from '#libs/discovery';
import { ToolRegistry } from './tool.registry.js';

@Global()
@Module({ imports: [DeclaredMethodsModule], providers: [ToolRegistry], exports: [ToolRegistry] })
export class ToolsModule {}
