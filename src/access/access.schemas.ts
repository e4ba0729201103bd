import { z } from 'zod';
import { permissions } from './roles.js';

/** What may be done, as `module.action`. */
export const permissionName = z.enum(permissions).meta({ id: 'Permission' });
