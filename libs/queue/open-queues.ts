import type { OpenBackend } from './backends.js';
import { QueueLane } from './queue-lane.js';

/** The lines of the program, on the backend that it has. */
export class OpenQueues {
  private readonly lanes = new Map<string, QueueLane>();

  constructor(private readonly backend: OpenBackend) {}

  get backendName(): OpenBackend['name'] {
    return this.backend.name;
  }

  lane(name: string): QueueLane {
    let lane = this.lanes.get(name);
    if (!lane) this.lanes.set(name, (lane = new QueueLane(name, this.backend)));
    return lane;
  }

  /** To be asked now and then: what was done leaves dead rows behind. */
  vacuum(): Promise<void> {
    return this.backend.vacuum();
  }

  async close(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
    await this.backend.close();
  }
}
