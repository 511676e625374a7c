package dev.tercet.api.intake;

import dev.tercet.api.connection.SlowClientException;
import dev.tercet.api.intake.LineReader.Line;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Project;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many documents in one request: lines are read, taken {@value #WINDOW} at a time (so that the
 * ledger commits them in groups) and answered in their order, each once it is committed. Reading
 * waits for the ledger, never for the client. Answers that cannot all be given break off, and end
 * never as if they were whole.
 */
public final class LineStream {
  /** The media type of many documents. */
  public static final String NDJSON = "application/x-ndjson";

  /** The most lines of one request. */
  public static final int MOST_LINES = 100_000;

  private static final int WINDOW = 512;

  /** What follows the last answer. */
  private static final byte[] END = {};

  private static final Logger LOG = LoggerFactory.getLogger(LineStream.class);

  private final Project project;
  private final Intake intake;
  private final InFlight inFlight;
  private final Executor threads;
  private final int mostLines;
  private final Spool answers;
  private final BlockingQueue<CompletableFuture<byte[]>> inOrder = new ArrayBlockingQueue<>(WINDOW);

  /**
   * Takes the lines of one project.
   *
   * @param inFlight of the lines, and for answers that wait to be read
   * @param threads one thread a line that is under way, and two more
   * @param mostLines later ones are refused
   */
  public LineStream(
      Project project, Intake intake, InFlight inFlight, Executor threads, int mostLines) {
    this.project = project;
    this.intake = intake;
    this.inFlight = inFlight;
    answers = new Spool(inFlight.spool()::openForAnswers);
    this.threads = threads;
    this.mostLines = mostLines;
  }

  /** Starts taking the lines of {@code in}; what returns are the answers. Called once. */
  public InputStream start(InputStream in) {
    threads.execute(() -> read(in, new LineReader(in, Body.DOCUMENT_LIMIT, inFlight)));
    threads.execute(this::answer);
    return answers;
  }

  /** Reads to the end, or until the client breaks off; what was read by then is still taken. */
  private void read(InputStream in, LineReader lines) {
    CompletableFuture<byte[]> last =
        CompletableFuture.failedFuture(new IOException("the lines were not read to their end"));
    try (in) {
      readAll(lines);
      last = CompletableFuture.completedFuture(END);
    } catch (RefusedRequest e) {
      put(CompletableFuture.completedFuture(LineAnswer.refused(lines.number(), e)));
      last = CompletableFuture.completedFuture(END);
    } catch (IOException e) {
      brokeOff(e, lines.number());
      last = CompletableFuture.completedFuture(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      put(last);
    }
  }

  private void readAll(LineReader lines) throws IOException, InterruptedException {
    int taken = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      taken++;
      if (taken <= mostLines) {
        Line current = line;
        inOrder.put(
            CompletableFuture.supplyAsync(() -> take(current), threads)
                .exceptionally(thrown -> broken(current.number(), thrown)));
        continue;
      }
      if (line instanceof Line.Content content) {
        lines.drop(content);
      }
      if (taken == mostLines + 1) {
        String detail =
            "a request has at most "
                + mostLines
                + " lines; this one and all after it were not taken";
        Problem problem = Problem.of(ProblemCode.TOO_MANY_LINES, detail);
        inOrder.put(CompletableFuture.completedFuture(LineAnswer.refused(line.number(), problem)));
      }
    }
  }

  /** A client that still listens is told why no more of its lines are taken. */
  private void brokeOff(IOException failure, int number) {
    LOG.debug("the client broke off while it sent lines", failure);
    RuntimeException refusal = Body.broken(failure);
    if (SlowClientException.isCauseOf(failure)) {
      String detail = "the next line did not come in time; it and all after it were not taken";
      refusal = Problem.of(ProblemCode.REQUEST_TIMEOUT, detail).refusal();
    }
    put(CompletableFuture.completedFuture(LineAnswer.refused(number + 1, refusal)));
  }

  private void put(CompletableFuture<byte[]> answer) {
    try {
      inOrder.put(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers.breakOff();
    }
  }

  /**
   * Writes the answers in line order. When one cannot be kept the client hears no more, but the
   * lines are still taken: who reads them must not wait for room for ever.
   */
  private void answer() {
    try {
      byte[] answer = next();
      while (answer.length > 0 && isKept(answer)) {
        answer = next();
      }
      if (answer.length == 0) {
        answers.end();
      }
      answers.breakOff();
      while (answer.length > 0) {
        answer = next();
      }
    } catch (ExecutionException e) {
      LOG.error("answers to lines were lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answers.breakOff();
    }
  }

  private byte[] next() throws InterruptedException, ExecutionException {
    return inOrder.take().get();
  }

  private boolean isKept(byte[] answer) {
    try {
      answers.write(answer);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.error("answers to lines were lost", e);
      return false;
    }
  }

  private static byte[] broken(int number, Throwable thrown) {
    return LineAnswer.refused(number, new IllegalStateException("a line broke", thrown));
  }

  private byte[] take(Line line) {
    return switch (line) {
      case Line.Skipped(int number, RuntimeException refusal) ->
          LineAnswer.refused(number, refusal);
      case Line.Content content -> take(content);
    };
  }

  private byte[] take(Line.Content line) {
    try (Body body = line.body()) {
      Taken taken = intake.take(project, DocumentBody.read(body.bytes(), body.length(), null));
      return LineAnswer.taken(line.number(), taken.extraction());
    } catch (RuntimeException e) {
      return LineAnswer.refused(line.number(), e);
    }
  }
}
