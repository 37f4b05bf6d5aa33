/**
 * Runs `work` on every element, at most `limit` at a time, and gives the results in the order of
 * the elements. When some of it fails, the rest is still tried; then the first failure is thrown.
 */
export async function mapInParallel<T, R>(
  elements: readonly T[],
  limit: number,
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = elements.entries();
  async function drain(): Promise<void> {
    for (const [index, element] of queue) results[index] = await work(element);
  }
  const ended = await Promise.allSettled(Array.from({ length: limit }, drain));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}
