/** What the addresses of the API begin with, after the host. */
export const apiPrefix = 'api/v1';
