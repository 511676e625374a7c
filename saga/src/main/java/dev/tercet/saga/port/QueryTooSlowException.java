package dev.tercet.saga.port;

import java.time.Duration;

/**
 * A question took longer than questions may. The same one would take as long again, so nobody
 * repeats it; a narrower one may be answered.
 */
public final class QueryTooSlowException extends RuntimeException {
  private final Duration limit;

  public QueryTooSlowException(Duration limit, Throwable cause) {
    super("no answer within " + limit, cause);
    this.limit = limit;
  }

  /** How long a question may take. */
  public Duration limit() {
    return limit;
  }
}
