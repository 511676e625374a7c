package dev.tercet.api.http;

import dev.tercet.api.request.RequestId;
import dev.tercet.api.waiting.Waits;
import dev.tercet.pipeline.LogScope;
import dev.tercet.pipeline.accept.Receipt.Taken;
import dev.tercet.saga.Project;
import dev.tercet.saga.Saga;
import dev.tercet.saga.StoreUnavailableException;
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
final class Patience {
  private final Addressed addressed;
  private final Waits waits;
  private final Executor threads;

  Patience(Addressed addressed, Waits waits, @Named(TaskExecutors.BLOCKING) Executor threads) {
    this.addressed = addressed;
    this.waits = waits;
    this.threads = threads;
  }

  /** The extraction as it stands at the end of the wait; deleted meanwhile, it is absent. */
  CompletionStage<Saga> untilEnded(
      HttpRequest<?> request, Project project, Saga saga, Duration longest) {
    return untilEnded(
        request, saga, longest, it -> addressed.extraction(project, it.id().toString()));
  }

  /** The same for what was taken: it stays taken when the ledger cannot be asked again. */
  CompletionStage<Taken> untilEnded(
      HttpRequest<?> request, Project project, Taken taken, Duration longest) {
    return untilEnded(request, taken.saga(), longest, saga -> again(project, saga))
        .thenApply(saga -> new Taken(saga, taken.isNew()));
  }

  private Saga again(Project project, Saga taken) {
    try {
      return addressed.extraction(project, taken.id().toString());
    } catch (StoreUnavailableException _) {
      return taken;
    }
  }

  private CompletionStage<Saga> untilEnded(
      HttpRequest<?> request, Saga saga, Duration longest, UnaryOperator<Saga> again) {
    if (longest.isZero() || !saga.status().isInFlight()) {
      return CompletableFuture.completedFuture(saga);
    }
    BusyFilter.stepAside(request);
    CompletableFuture<Void> over = waits.untilEnded(saga.id(), longest);
    Optional<Channel> connection = RequestId.channel(request);
    connection.ifPresent(it -> endWith(it, over));
    Callable<Saga> look = LogScope.carried(() -> again.apply(saga));
    return over.thenApplyAsync(
        _ -> connection.filter(it -> !it.isActive()).isPresent() ? saga : call(look), threads);
  }

  private static void endWith(Channel connection, CompletableFuture<Void> over) {
    ChannelFutureListener hangUp = _ -> over.complete(null);
    connection.closeFuture().addListener(hangUp);
    var _ = over.whenComplete((_, _) -> connection.closeFuture().removeListener(hangUp));
  }

  private static Saga call(Callable<Saga> look) {
    try {
      return look.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
