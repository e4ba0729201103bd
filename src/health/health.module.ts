import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { HttpMetrics, registerDefaultMetrics } from '#libs/observability';
import { Settings } from '../config/settings.js';
import { CspReportsController } from './csp-reports.controller.js';
import { CspReports } from './csp-reports.js';
import { HealthDependencies } from './health-dependencies.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';

registerDefaultMetrics();

@Module({
  imports: [
    // After SIGTERM readiness says 503 for this long while requests are still served, so that a balancer sends no more.
    TerminusModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ SHUTDOWN_SECONDS }: Settings) => ({
        logger: false,
        gracefulShutdownTimeoutMs: (SHUTDOWN_SECONDS * 1000) / 3,
      }),
    }),
    PrometheusModule.register({ controller: MetricsController, defaultMetrics: { enabled: false } }),
  ],
  controllers: [HealthController, CspReportsController],
  providers: [HealthDependencies, HttpMetrics, CspReports],
})
export class HealthModule {}
