import { Global, Module } from '@nestjs/common';
import { HttpsPushTransport, PushTransport } from './push-transport.js';
import { WebPush } from './web-push.js';

@Global()
@Module({
  providers: [{ provide: PushTransport, useFactory: () => new HttpsPushTransport() }, WebPush],
  exports: [WebPush],
})
export class PushModule {}
