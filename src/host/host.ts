import type { Readable } from 'node:stream';

/** The machine, as the capabilities see it. Entries build one and pass down what is needed. */
export interface Host {
  readonly processes: Processes;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** The operating system and processor in Node's words (`linux`, `win32`; `x64`, `arm64`). */
  readonly platform: Platform;
}

export interface Platform {
  readonly os: NodeJS.Platform;
  readonly arch: string;
  /** Logical processors usable by this process; at least 1. */
  readonly cpus: number;
  readonly totalMemoryBytes: number;
}

/** Environment variables of a child process; the whole environment, nothing is inherited. */
export type Environment = Readonly<Record<string, string>>;

export interface ProcessOptions {
  /** Working directory, absolute. */
  readonly cwd: string;
  /** The child's whole environment. */
  readonly env: Environment;
}

/** How a child process ended. */
export interface ProcessResult {
  /** Exit status; -1 when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Child processes. A command is never run through a shell. */
export interface Processes {
  /**
   * Runs a query that ends in a moment (git) and returns what it printed. Never throws
   * for a non-zero status; throws {@link ActionError} `command-not-found` when it cannot be started.
   */
  capture(
    command: string,
    args: readonly string[],
    options: ProcessOptions & {
      /** What the child reads on standard input. */
      readonly input?: string;
    },
  ): Promise<ProcessResult>;
  /**
   * Runs what may take longer (any go command): output lines reach `onLine` as they come, and a cancelled job
   * reaches the child. Same result and errors as {@link Processes.capture}.
   */
  run(
    command: string,
    args: readonly string[],
    options: ProcessOptions & { readonly onLine?: (line: string) => void },
  ): Promise<ProcessResult>;
  /**
   * Sends SIGINT to every child of `run`, and SIGKILL after `graceMs` to those that remain; queries
   * under way get the same time to end.
   */
  interruptAll(graceMs: number): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes, or a source that opens a fresh stream for every try: a consumed stream cannot be sent again. */
  readonly body?: string | Uint8Array | StreamBody;
  /** Ends the try when no byte has moved for so long. Default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Ends the try after so long in all, however steadily bytes come. Default 15 min. */
  readonly deadlineMs?: number;
  /**
   * Tries in all, the first included, for failures of availability (network, 408, 429, 5xx).
   * Default 4 where a repeat changes nothing (GET, HEAD, PUT, DELETE), else 1: the answer to a
   * POST can be lost after it took effect.
   */
  readonly attempts?: number;
}

/** A request body too large for memory, sent with its `Content-Length`. */
export interface StreamBody {
  readonly sizeBytes: number;
  readonly open: () => Readable;
}

export interface HttpResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** HTTP with retries, deadlines and proxies (`HTTPS_PROXY`, `NO_PROXY`). Redirects are followed; credentials never leave their origin. */
export interface Http {
  /** The whole body in memory. Any status is returned; throws {@link ActionError} `network` when no answer came. */
  text(request: HttpRequest): Promise<HttpResponse & { readonly body: string }>;
  /** As {@link Http.text}, as bytes. `maxBytes` bounds what is read (default 64 MiB); more is an error. */
  bytes(
    request: HttpRequest & { readonly maxBytes?: number },
  ): Promise<HttpResponse & { readonly body: Uint8Array }>;
  /**
   * Streams a 200 body into a new file, hashing on the way. Other statuses are returned with no
   * file left behind. A cut transfer is retried from the start; when the file cannot be written, the system's own
   * error comes through.
   */
  download(
    request: HttpRequest & { readonly toFile: string; readonly maxBytes?: number },
  ): Promise<HttpResponse & { readonly sizeBytes: number; readonly sha256: string }>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** The job's log. Everything is one line unless said otherwise. */
export interface Log {
  /** Decisions and results with numbers. */
  info(message: string): void;
  /** How; shown when the runner's step debugging is on. */
  debug(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  /** Folds everything logged by `work` under `title`. Groups do not nest. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Text from elsewhere (command output, server answers): shown, never read as a workflow command. */
  untrusted(text: string): void;
}
