import { collectDefaultMetrics, register } from 'prom-client';

/** Gauges whose names end like a counter's, which Prometheus' own check refuses. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** Metrics of the process and its runtime; the registry is one for the whole process, so only the first call does anything. */
export function registerDefaultMetrics(): void {
  if (register.getSingleMetric('process_start_time_seconds')) return;
  collectDefaultMetrics();
  for (const name of misnamed) register.removeSingleMetric(name);
}
