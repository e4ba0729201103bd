import { Global, Module } from '@nestjs/common';
import { StreamLog } from './stream-log.js';
import { StreamSignals } from './stream-signals.js';

@Global()
@Module({ providers: [StreamLog, StreamSignals], exports: [StreamLog] })
export class StreamsModule {}
