package dev.tercet.api.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.intake.Intake.Taken;
import dev.tercet.api.intake.LineReader.Line;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.ProblemResponses;
import dev.tercet.api.problem.Problems;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Project;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
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
 * waits for the ledger, never for the client.
 */
public final class LineStream {
  /** The most lines of one request. */
  public static final int MOST_LINES = 100_000;

  private static final int WINDOW = 512;
  private static final Logger LOG = LoggerFactory.getLogger(LineStream.class);

  private final Project project;
  private final Intake intake;
  private final Executor threads;
  private final int mostLines;
  private final Spool answers = new Spool();
  private final BlockingQueue<CompletableFuture<byte[]>> inOrder = new ArrayBlockingQueue<>(WINDOW);

  /**
   * Takes the lines of one project.
   *
   * @param threads one thread a line that is under way, and two more
   * @param mostLines later ones are refused
   */
  public LineStream(Project project, Intake intake, Executor threads, int mostLines) {
    this.project = project;
    this.intake = intake;
    this.threads = threads;
    this.mostLines = mostLines;
  }

  /** Starts taking the lines of {@code in}; what returns are the answers. Called once. */
  public InputStream start(InputStream in, InFlight inFlight) {
    threads.execute(() -> read(in, new LineReader(in, Body.DOCUMENT_LIMIT, inFlight)));
    threads.execute(this::answer);
    return answers;
  }

  /** Reads to the end, or until the client breaks off; what was read by then is still taken. */
  private void read(InputStream in, LineReader lines) {
    try (in) {
      readAll(lines);
    } catch (IOException e) {
      LOG.debug("the client broke off while it sent lines", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void readAll(LineReader lines) throws IOException, InterruptedException {
    int taken = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      taken++;
      if (taken <= mostLines) {
        Line current = line;
        inOrder.put(CompletableFuture.supplyAsync(() -> take(current), threads));
        continue;
      }
      if (line instanceof Line.Content content) {
        content.share().close();
      }
      if (taken == mostLines + 1) {
        String detail =
            "a request has at most "
                + mostLines
                + " lines; this one and all after it were not taken";
        Problem problem = Problem.of(ProblemCode.TOO_MANY_LINES, detail);
        inOrder.put(CompletableFuture.completedFuture(refused(line.number(), problem)));
      }
    }
  }

  private void end() {
    try {
      inOrder.put(CompletableFuture.completedFuture(new byte[0]));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answers.end();
    }
  }

  /** Writes the answers in line order; an empty one is the last. */
  private void answer() {
    try {
      for (byte[] answer = inOrder.take().get(); answer.length > 0; ) {
        answers.write(answer);
        answer = inOrder.take().get();
      }
    } catch (IOException | ExecutionException e) {
      LOG.error("answers to lines were lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answers.end();
    }
  }

  private byte[] take(Line line) {
    return switch (line) {
      case Line.Skipped(int number, RuntimeException refusal) ->
          refused(number, Problems.of(refusal));
      case Line.Content content -> take(content);
    };
  }

  private byte[] take(Line.Content line) {
    try (var _ = line.share()) {
      Taken taken = intake.take(project, DocumentBody.read(line.bytes(), line.length(), null));
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      answer.put("line", line.number());
      answer.put("id", taken.saga().id().toString());
      answer.put("source", taken.saga().source());
      answer.put("status", taken.saga().status().label());
      return line(answer);
    } catch (RuntimeException e) {
      Problem problem = Problems.of(e);
      if (problem.code() == ProblemCode.INTERNAL) {
        LOG.error("line {} failed", line.number(), e);
      }
      return refused(line.number(), problem);
    }
  }

  private static byte[] refused(int number, Problem problem) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("line", number);
    answer.set("error", ProblemResponses.json(problem));
    return line(answer);
  }

  private static byte[] line(ObjectNode answer) {
    byte[] json = Json.bytes(answer);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
