package dev.tercet.pipeline.provider.exchange;

import dev.langchain4j.exception.ContentFilteredException;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import org.jspecify.annotations.Nullable;

/** Says what a call that gave no answer means: try again, wait, or never again. */
public final class FailedCall {
  private FailedCall() {}

  /** The reply that a thrown call comes to. */
  public static Reply reply(RuntimeException thrown, Exchange exchange) {
    Usage usage = new Usage(exchange.requestsSent(), 0, 0);
    int status = exchange.status();
    if (thrown instanceof ContentFilteredException) {
      return contentRefused("the provider declined: " + thrown.getMessage(), usage);
    }
    if (status == 0) {
      return unreachable(thrown, usage);
    }
    if (status / 100 == 2) {
      return broken("the answer cannot be read: " + thrown.getMessage(), usage);
    }
    return refused(status, exchange, usage);
  }

  private static Reply refused(int status, Exchange exchange, Usage usage) {
    String message = "status " + status + ": " + exchange.errorBody();
    if (status == 429) {
      return unavailable("provider-rate-limited", message, usage, exchange, false);
    }
    if (status == 408 || status == 425 || status >= 500) {
      return unavailable("provider-error", message, usage, exchange, true);
    }
    boolean content = exchange.errorBody().contains("content_filter");
    return content
        ? contentRefused(message, usage)
        : new Reply.Refused(
            failure("provider-refused-request", FailureClass.PERMANENT, message), usage);
  }

  private static Reply unavailable(
      String code, String message, Usage usage, Exchange exchange, boolean tried) {
    return new Reply.Unavailable(
        failure(code, FailureClass.TRANSIENT, message), usage, exchange.retryAfter(), tried);
  }

  private static Reply unreachable(RuntimeException thrown, Usage usage) {
    IOException broken = ioCause(thrown);
    String code =
        broken instanceof HttpTimeoutException ? "provider-timeout" : "provider-unreachable";
    Throwable told = broken == null ? thrown : broken;
    String message = told.getClass().getSimpleName() + ": " + told.getMessage();
    return new Reply.Unavailable(failure(code, FailureClass.TRANSIENT, message), usage, null, true);
  }

  /** The model, or a filter before it, will not answer this content. */
  public static Reply contentRefused(String message, Usage usage) {
    return new Reply.Refused(failure("content-refused", FailureClass.PERMANENT, message), usage);
  }

  /** It answered with something that is no answer; another time it may. */
  public static Reply broken(String message, Usage usage) {
    return new Reply.Refused(
        failure("provider-broken-answer", FailureClass.TRANSIENT, message), usage);
  }

  private static @Nullable IOException ioCause(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  private static Failure failure(String code, FailureClass failureClass, String message) {
    return new Failure(code, failureClass, message, Stage.ACCEPTED);
  }
}
