package dev.tercet.pipeline.provider.embedding;

import dev.tercet.saga.port.Embedder.Embedded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Texts of one document that wait for a call which they may share, and what they are told. */
final class WaitingTexts {
  private final List<String> texts;
  private final long characters;
  private final CompletableFuture<Told> told = new CompletableFuture<>();

  /** What becomes of them. */
  sealed interface Told {
    /** One for each text, in order. */
    record Answered(List<Embedded> embedded) implements Told {}

    /** The call broke off, and nobody knows whose fault that was. */
    record AskAlone() implements Told {}

    /** That would not help either. */
    record Failed(RuntimeException failure) implements Told {}
  }

  WaitingTexts(List<String> texts) {
    this.texts = texts;
    characters = texts.stream().mapToLong(String::length).sum();
  }

  List<String> texts() {
    return texts;
  }

  long characters() {
    return characters;
  }

  void tell(Told it) {
    told.complete(it);
  }

  /** What they are told within that time; empty when it is over. */
  Optional<Told> await(Duration longest) throws InterruptedException {
    try {
      return Optional.of(told.get(longest.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw unexpected(e);
    }
  }

  /** What they are told, however long that takes. */
  Told await() throws InterruptedException {
    try {
      return told.get();
    } catch (ExecutionException e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(ExecutionException cause) {
    return new IllegalStateException("a failure is told, not thrown", cause);
  }
}
