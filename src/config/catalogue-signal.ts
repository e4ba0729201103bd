/** The channel of the database on which every process hears that the catalogue may have changed: the catalogue copies it, the agents learn it. */
export const catalogueSignal = 'catalogue';
