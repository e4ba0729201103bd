import { Module, type DynamicModule } from '@nestjs/common';
import { SecretBox } from './secret-box.js';

@Module({})
export class SecretsModule {
  /** @param secret at least 32 random characters */
  static forRoot(secret: string): DynamicModule {
    return {
      module: SecretsModule,
      global: true,
      providers: [{ provide: SecretBox, useValue: new SecretBox(secret) }],
      exports: [SecretBox],
    };
  }
}
