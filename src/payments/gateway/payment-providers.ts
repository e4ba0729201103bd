// Which gateways there are. A payment stays with the one that it was begun with, whatever the settings say later.
import { Injectable } from '@nestjs/common';
import { OfflineRecorder } from './offline-recorder.js';
import type { PaymentGatewayName } from './payment.entity.js';
import type { PaymentProvider } from './payment-provider.js';
import { RestGateway } from './rest-gateway.js';

@Injectable()
export class PaymentProviders {
  constructor(
    private readonly offline: OfflineRecorder,
    private readonly rest: RestGateway,
  ) {}

  /** For payments that begin now. */
  get current(): PaymentProvider {
    return this.rest.isConfigured ? this.rest : this.offline;
  }

  named(name: PaymentGatewayName): PaymentProvider {
    return name === 'rest' ? this.rest : this.offline;
  }
}
