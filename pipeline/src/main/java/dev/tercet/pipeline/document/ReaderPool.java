package dev.tercet.pipeline.document;

import dev.tercet.pipeline.document.ReadOutcome.Kind;
import dev.tercet.pipeline.document.ReaderProcess.NotStartedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readers in processes of their own: started when the first file comes, kept for the next ones,
 * killed and replaced when a file is too much for them.
 */
public final class ReaderPool implements DocumentReader, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);

  /** More do not wait: each of them holds a request. */
  private static final int MOST_WAITING = 256;

  private static final String NO_ROOM = "No space left on device";

  private static final Duration AFTER_A_FAILED_START = Duration.ofSeconds(10);

  private final ReaderSettings settings;
  private final Semaphore free;
  private final Deque<ReaderProcess> idle = new ArrayDeque<>();
  private final Set<ReaderProcess> all = new HashSet<>();
  private boolean isClosed;

  public ReaderPool(ReaderSettings settings) {
    this.settings = settings;
    free = new Semaphore(settings.readers(), true);
  }

  @Override
  public ReadOutcome read(DocumentFile file) throws InterruptedException {
    if (free.getQueueLength() >= MOST_WAITING
        || !free.tryAcquire(settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
      return new ReadOutcome.Busy(settings.patience());
    }
    try {
      ReadOutcome first = readOnce(file);
      return isWorthAnother(first) ? readAgain(file, first) : first;
    } catch (NotStartedException e) {
      LOG.warn("No reader of documents starts: {}", e.getMessage());
      return isForWantOfRoom(e)
          ? new ReadOutcome.NoRoom()
          : new ReadOutcome.Busy(AFTER_A_FAILED_START);
    } finally {
      free.release();
    }
  }

  /** The next reader may live longer, and has a folder of its own. */
  private static boolean isWorthAnother(ReadOutcome first) {
    return switch (first) {
      case ReadOutcome.Refused(Kind kind, var _) -> kind == Kind.LOST;
      case ReadOutcome.NoRoom _ -> true;
      case ReadOutcome.Text _, ReadOutcome.Busy _ -> false;
    };
  }

  /** On a full disk the next reader may not even get its folder. */
  private ReadOutcome readAgain(DocumentFile file, ReadOutcome first) throws InterruptedException {
    try {
      return readOnce(file);
    } catch (NotStartedException e) {
      if (first instanceof ReadOutcome.NoRoom) {
        return first;
      }
      throw e;
    }
  }

  private static boolean isForWantOfRoom(NotStartedException e) {
    return e.getCause() instanceof FileSystemException it && NO_ROOM.equals(it.getReason());
  }

  /** Reads on the next free process; one that is no longer well is not used again. */
  private ReadOutcome readOnce(DocumentFile file) throws InterruptedException {
    ReaderProcess process = take();
    boolean isWell = false;
    try {
      ReadOutcome reading = process.read(file);
      isWell = process.isWell() && !(reading instanceof ReadOutcome.NoRoom);
      return reading;
    } finally {
      giveBack(process, isWell);
    }
  }

  private ReaderProcess take() throws InterruptedException {
    for (ReaderProcess kept = kept(); kept != null; kept = kept()) {
      if (kept.isWell()) {
        return kept;
      }
      giveBack(kept, false);
    }
    try {
      ReaderProcess started = ReaderProcess.start(settings);
      if (!note(started)) {
        started.close();
        throw new NotStartedException("the service stops", null);
      }
      return started;
    } catch (IOException e) {
      throw new NotStartedException(String.valueOf(e.getMessage()), e);
    }
  }

  private synchronized @Nullable ReaderProcess kept() {
    return idle.poll();
  }

  private synchronized boolean note(ReaderProcess started) {
    return !isClosed && all.add(started);
  }

  private void giveBack(ReaderProcess process, boolean isWell) {
    synchronized (this) {
      if (isWell && !isClosed) {
        idle.push(process);
        return;
      }
      all.remove(process);
    }
    process.close();
  }

  /** Kills all, whatever they are reading. */
  @Override
  public void close() {
    List<ReaderProcess> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(all);
      all.clear();
      idle.clear();
    }
    left.forEach(ReaderProcess::close);
  }
}
