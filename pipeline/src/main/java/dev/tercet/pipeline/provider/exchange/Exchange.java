package dev.tercet.pipeline.provider.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call to the library sent and got, as its HTTP client saw it; bound to the call's thread.
 */
public final class Exchange {
  /** The exchange of the call that this thread makes. */
  public static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

  private final @Nullable String callHeader;
  private int requestsSent;
  private int status;
  private String errorBody = "";
  private byte @Nullable [] delivered;
  private @Nullable Duration retryAfter;

  /** An exchange whose requests carry that {@code X-Tercet-Call}, or none. */
  public Exchange(@Nullable String callHeader) {
    this.callHeader = callHeader;
  }

  @Nullable String callHeader() {
    return callHeader;
  }

  void sent() {
    requestsSent++;
    status = 0;
    errorBody = "";
    delivered = null;
    retryAfter = null;
  }

  /** The connection was never made, so nothing was asked. */
  void notSent() {
    requestsSent--;
  }

  public void answered(int newStatus, @Nullable Duration newRetryAfter) {
    status = newStatus;
    retryAfter = newRetryAfter;
  }

  void delivered(byte[] body) {
    delivered = body;
  }

  /** The newest answer's body, when it was no refusal. */
  public Optional<String> delivered() {
    return delivered == null
        ? Optional.empty()
        : Optional.of(new String(delivered, StandardCharsets.UTF_8));
  }

  public void refused(String body) {
    errorBody = body;
  }

  public int requestsSent() {
    return requestsSent;
  }

  /** The newest answer's status; 0 when there was none. */
  public int status() {
    return status;
  }

  public String errorBody() {
    return errorBody;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
