import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Outbound, type OutboundOptions } from './outbound.js';

@Global()
@Module({})
export class OutboundModule {
  static of(options: OutboundOptions): DynamicModule {
    return {
      module: OutboundModule,
      providers: [{ provide: Outbound, useFactory: () => new Outbound(options) }],
      exports: [Outbound],
    };
  }
}
