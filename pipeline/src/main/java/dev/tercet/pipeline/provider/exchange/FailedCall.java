package dev.tercet.pipeline.provider.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.ContentFilteredException;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what a call that gave no answer means: trouble of the provider, for whose end documents
 * wait, or a passage that it will never answer (docs/providers.md).
 */
public final class FailedCall {
  /** What makers call an account that is spent, under statuses of their own choice. */
  private static final List<String> NO_MONEY =
      List.of(
          "insufficient_quota",
          "credit_balance",
          "credit balance",
          "insufficient credits",
          "insufficient_funds",
          "billing_hard_limit",
          "enforced_spend_limit",
          "spend_limit_reached");

  private static final List<String> NO_MODEL =
      List.of("model_not_found", "model_not_available", "unknown model", "no such model");

  private static final List<String> CONTENT =
      List.of("content_filter", "content_policy", "moderation", "flagged");

  /** What is said of the input, and not of the account, behind a 403. */
  private static final List<String> INPUT =
      List.of("input was flagged", "input is flagged", "requires moderation on your input");

  /** The code of the failure of a call for a model that its provider does not know. */
  public static final String UNKNOWN_MODEL = "model-unknown";

  /** The code of the failure of a request that the provider does not take. */
  public static final String REFUSED_REQUEST = "provider-refused-request";

  /** The code of the failure of a call that was answered with what is no answer. */
  public static final String BROKEN_ANSWER = "provider-broken-answer";

  /** The codes of what a status says, before any work was done. */
  private static final Set<String> TURNED_AWAY =
      Set.of(
          REFUSED_REQUEST,
          UNKNOWN_MODEL,
          Trouble.LIMITED.code(),
          Trouble.OUT_OF_MONEY.code(),
          Trouble.WRONG_KEY.code());

  private FailedCall() {}

  /** Whether the provider turned the call away by its status, which nobody pays for. */
  public static boolean isTurnedAway(Failure failure) {
    return TURNED_AWAY.contains(failure.code());
  }

  /**
   * The reply that a thrown call comes to. Throws {@link AbandonedException} when the caller was
   * interrupted.
   */
  public static Reply reply(RuntimeException thrown, Exchange exchange) {
    return reply(thrown, exchange, exchange.usage(Usage.NONE));
  }

  /** The same of one whose answer counted so much. */
  static Reply reply(RuntimeException thrown, Exchange exchange, Usage usage) {
    rethrowAbandoned(thrown);
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
    return refused(exchange, usage);
  }

  /** A caller who was interrupted has heard nothing of the provider, whatever a library says. */
  private static void rethrowAbandoned(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof AbandonedException abandoned) {
        throw abandoned;
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new AbandonedException("interrupted while the provider answered", thrown);
    }
  }

  private static Reply refused(Exchange exchange, Usage usage) {
    String message = "status " + exchange.status() + ": " + exchange.errorBody();
    String body = exchange.errorBody().toLowerCase(Locale.ROOT);
    Trouble trouble = trouble(exchange.status(), body);
    if (trouble != null) {
      String code = code(trouble, isOfModel(exchange.status(), body));
      return new Reply.Unavailable(
          trouble, failure(code, FailureClass.TRANSIENT, message), usage, exchange.retryAfter());
    }
    return isAny(body, CONTENT)
        ? contentRefused(message, usage)
        : new Reply.Refused(failure(REFUSED_REQUEST, FailureClass.PERMANENT, message), usage);
  }

  private static String code(Trouble trouble, boolean isOfModel) {
    if (trouble != Trouble.BROKEN) {
      return trouble.code();
    }
    return isOfModel ? UNKNOWN_MODEL : "provider-error";
  }

  private static boolean isOfModel(int status, String body) {
    return status == 404 || isAny(body, NO_MODEL);
  }

  /** Null when it is the passage that is refused. */
  private static @Nullable Trouble trouble(int status, String body) {
    boolean ofInput = status == 400 || status == 413 || status == 422;
    String told = ofInput ? named(body) : body;
    if (ofInput && saysFirst(body, "your credit balance is too low")) {
      return Trouble.OUT_OF_MONEY;
    }
    if (status == 429 && body.contains("request too large")) {
      return null;
    }
    if (status == 402 || isAny(told, NO_MONEY)) {
      return Trouble.OUT_OF_MONEY;
    }
    if (isAny(told, NO_MODEL)) {
      return Trouble.BROKEN;
    }
    return switch (status) {
      case 401 -> Trouble.WRONG_KEY;
      case 403 -> isAny(named(body), CONTENT) || isAny(body, INPUT) ? null : Trouble.WRONG_KEY;
      case 429 -> Trouble.LIMITED;
      case 404, 405, 407, 408, 410, 425 -> Trouble.BROKEN;
      default -> status >= 500 || status < 400 ? Trouble.BROKEN : null;
    };
  }

  /** As Anthropic says it, under a status that is the input's. */
  private static boolean saysFirst(String body, String words) {
    return body.matches("(?s).*\"message\"\\s*:\\s*\"" + words + ".*");
  }

  /** Code and type of an error, which do not repeat what the passage says, as its message may. */
  private static String named(String body) {
    try {
      JsonNode error = CanonicalJson.read(body).path("error");
      return error.path("code").asText("") + " " + error.path("type").asText("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private static boolean isAny(String body, List<String> words) {
    return words.stream().anyMatch(body::contains);
  }

  private static Reply unreachable(RuntimeException thrown, Usage usage) {
    IOException broken = ioCause(thrown);
    String code =
        broken instanceof HttpTimeoutException ? "provider-timeout" : "provider-unreachable";
    Throwable told = broken == null ? thrown : broken;
    String message = told.getClass().getSimpleName() + ": " + told.getMessage();
    return new Reply.Unavailable(
        Trouble.BROKEN, failure(code, FailureClass.TRANSIENT, message), usage, null);
  }

  /** The model, or a filter before it, will not answer this content. */
  public static Reply contentRefused(String message, Usage usage) {
    return new Reply.Refused(failure("content-refused", FailureClass.PERMANENT, message), usage);
  }

  /** It answered with something that is no answer to anything, whatever it was asked. */
  public static Reply broken(String message, Usage usage) {
    return new Reply.Unavailable(
        Trouble.BROKEN, failure(BROKEN_ANSWER, FailureClass.TRANSIENT, message), usage, null);
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
