package dev.tercet.pipeline.provider.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one call to the library sent and got, as its HTTP client saw it; bound to the call's thread.
 */
final class Exchange {
  /** The exchange of the call that this thread makes. */
  static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  private final @Nullable String callHeader;
  private int requestsSent;
  private int status;
  private String errorBody = "";
  private @Nullable Duration retryAfter;

  /** An exchange whose requests carry that {@code X-Tercet-Call}, or none. */
  Exchange(@Nullable String callHeader) {
    this.callHeader = callHeader;
  }

  @Nullable String callHeader() {
    return callHeader;
  }

  void sent() {
    requestsSent++;
    status = 0;
    errorBody = "";
    retryAfter = null;
  }

  /** The connection was never made, so nothing was asked. */
  void notSent() {
    requestsSent--;
  }

  void answered(int newStatus, @Nullable Duration newRetryAfter) {
    status = newStatus;
    retryAfter = newRetryAfter;
  }

  void refused(String body) {
    errorBody = body;
  }

  int requestsSent() {
    return requestsSent;
  }

  /** The newest answer's status; 0 when there was none. */
  int status() {
    return status;
  }

  String errorBody() {
    return errorBody;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
