package dev.tercet.pipeline.provider.exchange;

import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.Extractor.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** The exchange of a request to a model, which carries what it is about. */
  public static Exchange about(Extractor.Request request) {
    return new Exchange(request.extraction() + "/" + request.ordinal() + "/" + request.epoch());
  }

  /**
   * The reply to a call that is made as part of this: what was answered, whatever the library made
   * of it, or what its failure comes to. Throws {@link
   * dev.tercet.pipeline.ParallelMap.AbandonedException} when the caller was interrupted.
   *
   * @param answer reads what was delivered; empty when that is no answer
   * @param counted reads of it how many tokens are paid for, even if it is no answer
   * @param noAnswer says that it is none
   */
  public Reply reply(
      Runnable call,
      Supplier<Optional<Reply>> answer,
      Function<String, Usage> counted,
      String noAnswer) {
    try {
      ScopedValue.where(CURRENT, this).run(call);
    } catch (RuntimeException e) {
      return answer.get().orElseGet(() -> FailedCall.reply(e, this, paid(counted)));
    }
    return answer.get().orElseGet(() -> FailedCall.broken(noAnswer, paid(counted)));
  }

  private Usage paid(Function<String, Usage> counted) {
    return usage(delivered().map(counted).orElse(Usage.NONE));
  }

  /** What was used, with so many tokens counted for the newest answer. */
  public Usage usage(Usage counted) {
    return new Usage(requestsSent, 0, 0).plus(counted);
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
