export async function printCase(_id: string): Promise<void> {}
