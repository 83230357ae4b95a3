/** One request; nothing of it ever appears in an error. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Longest time from its turn to the last byte of the answer, in real ms. */
  readonly deadlineMs: number;
  /** Longest answer, in bytes after decompression. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Uses a connection of its own and goes before others: for requests that must not be lost on a dying connection. */
  readonly freshConnection?: boolean;
  /** Goes before other requests that wait, but for those on fresh connections. */
  readonly order?: 'ahead';
  /** A redirect is an answer that names its target in `location`; it is not followed either. Otherwise it is refused. */
  readonly redirects?: 'answer';
}

/** An answer with any status; a redirect only where the request wants it. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
