package dev.tercet.pipeline.document;

import dev.tercet.pipeline.document.ReadOutcome.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process that reads one file after the other, and is watched while it does. */
final class ReaderProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderProcess.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(5);

  /** What a JVM with ExitOnOutOfMemoryError ends with. */
  private static final int OUT_OF_MEMORY = 3;

  private final ReaderSettings settings;
  private final Process process;
  private final Path folder;
  private final Conversation conversation;
  private volatile boolean isKilled;

  /** No reader can be started. */
  static final class NotStartedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotStartedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private ReaderProcess(ReaderSettings settings, Process process, Path folder) {
    this.settings = settings;
    this.process = process;
    this.folder = folder;
    conversation =
        new Conversation(process.getInputStream(), process.getOutputStream(), settings.textBytes());
  }

  /** Starts one and waits until it can take files. */
  static ReaderProcess start(ReaderSettings settings) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tercet-reader-");
    ReaderProcess started;
    try {
      Process process = ReaderCommand.of(settings, folder).start();
      StandardErrors.watch(process);
      started = new ReaderProcess(settings, process, folder);
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
    boolean isReady = false;
    try {
      isReady = started.awaitHello();
    } finally {
      if (!isReady) {
        started.close();
      }
    }
    return started;
  }

  private boolean awaitHello() throws IOException, InterruptedException {
    FutureTask<Boolean> hello = inBackground(conversation::awaitHello);
    try {
      if (hello.get(START.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      throw new IOException("it does not speak");
    } catch (TimeoutException e) {
      throw new IOException("it is not ready after " + START.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("it ended while it started", e);
    }
  }

  /** Whether it can take another file; a process that was killed may take a moment to be dead. */
  boolean isWell() {
    return !isKilled && process.isAlive();
  }

  /** Reads the file; afterwards this process may be dead. */
  ReadOutcome read(DocumentFile file) throws InterruptedException {
    FutureTask<ReadOutcome> reading = inBackground(() -> conversation.read(file));
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    boolean isOver = false;
    try {
      while (true) {
        long left = deadline - System.nanoTime();
        try {
          ReadOutcome read = reading.get(Math.clamp(left, 0, LOOK.toNanos()), TimeUnit.NANOSECONDS);
          isOver = true;
          return read;
        } catch (TimeoutException e) {
          ReadOutcome tooMuch = left <= 0 ? tooSlow() : tooMuch();
          if (tooMuch != null) {
            return tooMuch;
          }
        } catch (ExecutionException e) {
          return ended(e);
        }
      }
    } finally {
      if (!isOver) {
        kill();
      }
    }
  }

  private ReadOutcome tooSlow() {
    Duration timeout = settings.timeout();
    String words =
        timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    return new ReadOutcome.Refused(Kind.TOO_SLOW, "reading it takes longer than " + words);
  }

  private @Nullable ReadOutcome tooMuch() {
    long most = settings.heapBytes() + ReaderSettings.BESIDE_THE_HEAP_BYTES;
    if (ResidentMemory.of(process.pid()) > most) {
      return outOfMemory();
    }
    return bytesIn(folder) > ReaderSettings.MOST_DISK_BYTES
        ? new ReadOutcome.Refused(Kind.TOO_MUCH, "it unpacks to more than a document may")
        : null;
  }

  private static ReadOutcome outOfMemory() {
    return new ReadOutcome.Refused(
        Kind.TOO_MUCH, "reading it takes more memory than a document may");
  }

  /** The conversation broke: by the file's source, by its reader's memory, or nobody knows why. */
  private ReadOutcome ended(ExecutionException e) throws InterruptedException {
    if (e.getCause() instanceof Conversation.NoContentException none) {
      throw new UncheckedIOException("the file's bytes cannot be had", none.reason());
    }
    boolean hasEnded = process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
    if (hasEnded && process.exitValue() == OUT_OF_MEMORY) {
      return outOfMemory();
    }
    LOG.warn(
        "A reader of documents ended while it read{}",
        hasEnded ? ", with code " + process.exitValue() : "");
    return new ReadOutcome.Refused(
        Kind.LOST, "its reader ended twice while reading it; nothing else is known");
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    // Pipes of a process do not hear interrupts: the thread that waits must not be the one that
    // reads.
    var task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("document").start(task);
    return task;
  }

  private void kill() {
    isKilled = true;
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Kills it and deletes what it left. */
  @Override
  public void close() {
    kill();
    try {
      process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.info("The folder {} of a reader is left: {}", folder, e.getMessage());
    }
  }

  private static long bytesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(it -> it.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // A file went while the folder was walked; the next look counts again.
      return 0;
    }
  }
}
