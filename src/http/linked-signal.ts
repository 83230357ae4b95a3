/** A signal that follows several others; `unlink` stops following, so that long-lived signals collect no listeners. */
export function linkedSignal(sources: readonly (AbortSignal | undefined)[]): {
  readonly signal: AbortSignal;
  unlink(): void;
  /** Stops following one of them. */
  unlinkFrom(source: AbortSignal): void;
} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const followed = sources.filter((source) => source !== undefined);
  for (const source of followed) source.addEventListener('abort', abort);
  if (followed.some((source) => source.aborted)) abort();
  return {
    signal: controller.signal,
    unlink() {
      for (const source of followed) source.removeEventListener('abort', abort);
    },
    unlinkFrom: (source) => source.removeEventListener('abort', abort),
  };
}
