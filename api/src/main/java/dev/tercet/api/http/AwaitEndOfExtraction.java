package dev.tercet.api.http;

import dev.tercet.api.request.RequestId;
import dev.tercet.api.waiting.Waits;
import dev.tercet.pipeline.LogScope;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.StoreUnavailableException;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Lets a request wait until its extraction has ended. While it waits it counts as no request in
 * progress, and it ends with its client's connection.
 */
@Singleton
final class AwaitEndOfExtraction {
  private final AddressedResource addressed;
  private final Waits waits;
  private final Executor threads;

  AwaitEndOfExtraction(
      AddressedResource addressed, Waits waits, @Named(TaskExecutors.BLOCKING) Executor threads) {
    this.addressed = addressed;
    this.waits = waits;
    this.threads = threads;
  }

  /** The extraction as it stands at the end of the wait; deleted meanwhile, it is absent. */
  CompletionStage<Extraction> untilEnded(
      HttpRequest<?> request, Project project, Extraction extraction, Duration longest) {
    return untilEnded(
        request, extraction, longest, it -> addressed.extraction(project, it.id().toString()));
  }

  /** The same for what was taken: it stays taken when the ledger cannot be asked again. */
  CompletionStage<Extraction> untilEnded(HttpRequest<?> request, Taken taken, Duration longest) {
    return untilEnded(request, taken.extraction(), longest, this::again);
  }

  private Extraction again(Extraction taken) {
    try {
      return addressed.extraction(taken.project(), taken.id());
    } catch (StoreUnavailableException _) {
      return taken;
    }
  }

  private CompletionStage<Extraction> untilEnded(
      HttpRequest<?> request,
      Extraction extraction,
      Duration longest,
      UnaryOperator<Extraction> again) {
    if (longest.isZero() || !extraction.status().isInFlight()) {
      return CompletableFuture.completedFuture(extraction);
    }
    BusyFilter.stepAside(request);
    CompletableFuture<Void> over = waits.untilEnded(extraction.id(), longest);
    Optional<Channel> connection = RequestId.channel(request);
    connection.ifPresent(it -> endWith(it, over));
    Callable<Extraction> look = LogScope.carried(() -> again.apply(extraction));
    return over.thenApplyAsync(
        _ -> connection.filter(it -> !it.isActive()).isPresent() ? extraction : call(look),
        threads);
  }

  private static void endWith(Channel connection, CompletableFuture<Void> over) {
    ChannelFutureListener hangUp = _ -> over.complete(null);
    connection.closeFuture().addListener(hangUp);
    var _ = over.whenComplete((_, _) -> connection.closeFuture().removeListener(hangUp));
  }

  private static Extraction call(Callable<Extraction> look) {
    try {
      return look.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
