import { Global, Module, type DynamicModule } from '@nestjs/common';
import { OutboundRequests, type OutboundOptions } from './outbound-requests.js';

@Global()
@Module({})
export class OutboundModule {
  static forRoot(options: OutboundOptions): DynamicModule {
    return {
      module: OutboundModule,
      providers: [{ provide: OutboundRequests, useFactory: () => new OutboundRequests(options) }],
      exports: [OutboundRequests],
    };
  }
}
