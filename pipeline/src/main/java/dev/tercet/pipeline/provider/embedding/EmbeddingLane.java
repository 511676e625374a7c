package dev.tercet.pipeline.provider.embedding;

import dev.langchain4j.exception.HttpException;
import dev.tercet.pipeline.AttemptFailure;
import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth.Pass;
import dev.tercet.pipeline.provider.embedding.EmbeddingBatches.Outcome;
import dev.tercet.pipeline.provider.exchange.Exchange;
import dev.tercet.pipeline.provider.exchange.ExchangeHttpClient;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException.Awaited;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way to an embedding endpoint, through a gate of its own. */
final class EmbeddingLane {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingLane.class);
  private static final int LOGGED = 300;

  private final EmbeddingProtocol protocol;
  private final ProviderGate gate;
  private final ExchangeHttpClient client;
  private final AtomicBoolean away = new AtomicBoolean();

  EmbeddingLane(EmbeddingProtocol protocol, ProviderGate gate, ExchangeHttpClient client) {
    this.protocol = protocol;
    this.gate = gate;
    this.client = client;
  }

  /** Asks once; throws {@link EmbedderUnavailableException} when that says nothing of the texts. */
  Outcome ask(List<String> texts) {
    return switch (gate.enter()) {
      case ProviderGate.Entry.Closed(var failure, var notBefore) ->
          throw failure instanceof AttemptFailure.Held held
              ? waiting(held)
              : new EmbedderUnavailableException(
                  failure.failure().message(), false, notBefore, null);
      case ProviderGate.Entry.Entered(var pass) -> entered(pass, texts);
    };
  }

  private Outcome entered(Pass pass, List<String> texts) {
    var exchange = new Exchange(null);
    long begin = System.nanoTime();
    EmbeddingAnswer answer;
    try {
      answer = send(texts, exchange);
    } catch (AbandonedException | Error e) {
      gate.leave(pass);
      throw e;
    } catch (RuntimeException e) {
      return failed(pass, FailedCall.reply(e, exchange), exchange, begin);
    }
    return switch (answer) {
      case EmbeddingAnswer.Whole(var vectors) -> {
        answered(pass, begin);
        yield new Outcome.Vectors(vectors);
      }
      case EmbeddingAnswer.Misfit(var why) -> {
        answered(pass, begin);
        yield new Outcome.Refused("the answer does not fit its texts: " + why, false);
      }
      case EmbeddingAnswer.Failed(var status, var message) -> {
        exchange.answered(status, exchange.retryAfter());
        exchange.refused(message);
        var thrown = new HttpException(status, message);
        yield failed(pass, FailedCall.reply(thrown, exchange), exchange, begin);
      }
      case EmbeddingAnswer.Unusable(var why) ->
          failed(pass, FailedCall.broken(why, Usage.NONE), exchange, begin);
    };
  }

  private EmbeddingAnswer send(List<String> texts, Exchange exchange) {
    byte[] answer =
        ScopedValue.where(Exchange.CURRENT, exchange)
            .call(() -> client.execute(protocol.request(texts)))
            .bodyBytes();
    return switch (protocol.read(answer, texts.size())) {
      // A vector too many or too few would give every text behind it another one's.
      case EmbeddingAnswer.Whole(var vectors) when vectors.size() != texts.size() ->
          new EmbeddingAnswer.Misfit(
              "%d vectors came for %d texts".formatted(vectors.size(), texts.size()));
      case EmbeddingAnswer read -> read;
    };
  }

  private void answered(Pass pass, long begin) {
    gate.succeeded(pass, Duration.ofNanos(System.nanoTime() - begin));
    if (away.compareAndSet(true, false)) {
      LOG.info("The embedding endpoint answers again");
    }
  }

  /** Either it is the texts that it refuses, or it is no use to anybody at the moment. */
  private Outcome failed(Pass pass, Reply reply, Exchange exchange, long begin) {
    Reply.Unavailable unavailable;
    switch (reply) {
      case Reply.Refused(var failure, var _) when refusesTexts(exchange.status()) -> {
        answered(pass, begin);
        return new Outcome.Refused(failure.message(), true);
      }
      case Reply.Refused(var failure, var usage) ->
          unavailable =
              new Reply.Unavailable(Trouble.BROKEN, failure, usage, exchange.retryAfter());
      case Reply.Unavailable it -> unavailable = it;
      case Reply.Content _, Reply.Cut _ ->
          throw new IllegalStateException("a failed call has no content");
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    throw away(unavailable, gate.leave(pass, unavailable, took, null));
  }

  /**
   * What endpoints say of too many texts, of too long ones, and of content that they do not take. A
   * wrong key, an unknown model or a moved address is no fault of a text.
   */
  private static boolean refusesTexts(int status) {
    return status == 400 || status == 413 || status == 422;
  }

  /** Trouble of the provider's is waited for; what else it was is known by its message alone. */
  private EmbedderUnavailableException away(
      Reply.Unavailable reply, AttemptFailure.@Nullable Held held) {
    String message = reply.failure().message();
    if (away.compareAndSet(false, true)) {
      String line = message.replaceAll("\\s+", " ");
      LOG.warn(
          "The embedding endpoint is of no use, and is tried again: {}",
          line.substring(0, Math.min(LOGGED, line.length())));
    }
    if (held != null) {
      return waiting(held);
    }
    Duration retryAfter = reply.retryAfter() == null ? gate.rest() : reply.retryAfter();
    return new EmbedderUnavailableException(message, true, retryAfter, null);
  }

  private static EmbedderUnavailableException waiting(AttemptFailure.Held held) {
    return new EmbedderUnavailableException(
        held.failure().message(), new Awaited(held.provider(), held.first()), held.notBefore());
  }
}
