import { Injectable } from '@nestjs/common';
import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge, Histogram } from 'prom-client';

const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of one method and route: label objects are made once, not once a request. */
interface RouteMeters {
  begin(): void;
  /** @param seconds from the first byte of the request to the last of the answer */
  end(status: number, seconds: number): void;
}

/** Counts, times and running requests by method, route template and status. */
@Injectable()
export class HttpMetrics {
  private readonly routes = new Map<string, RouteMeters>();
  private readonly total = getOrCreateMetric('Counter', {
    name: 'http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
  }) as Counter;
  private readonly duration = getOrCreateMetric('Histogram', {
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationBuckets,
  }) as Histogram;
  private readonly running = getOrCreateMetric('Gauge', {
    name: 'http_requests_in_progress',
    help: 'HTTP requests that are not answered yet.',
    labelNames: ['method', 'route'],
  }) as Gauge;

  /** @param route a template such as `/api/v1/bookings/:id`, or `none`: never a raw path, of which there is no end */
  of(method: string, route: string): RouteMeters {
    const key = `${method} ${route}`;
    let meters = this.routes.get(key);
    if (!meters) this.routes.set(key, (meters = this.metersOf(method, route)));
    return meters;
  }

  private metersOf(method: string, route: string): RouteMeters {
    const running = this.running.labels(method, route);
    const byStatus = new Map<number, { total: Counter.Internal; duration: Histogram.Internal<string> }>();
    return {
      begin: () => running.inc(),
      end: (status, seconds) => {
        let answers = byStatus.get(status);
        if (!answers) {
          const labels = { method, route, status };
          byStatus.set(
            status,
            (answers = { total: this.total.labels(labels), duration: this.duration.labels(labels) }),
          );
        }
        running.dec();
        answers.total.inc();
        answers.duration.observe(seconds);
      },
    };
  }
}
