package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.pipeline.document.DocumentFile;
import dev.tercet.pipeline.document.DocumentReader;
import dev.tercet.pipeline.document.ReadOutcome;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Has files read and turns what the reader says into a text or a refusal. */
@Singleton
public final class FileTexts {
  private static final int ROOM_RETRY_SECONDS = 10;

  private final DocumentReader reader;

  FileTexts(DocumentReader reader) {
    this.reader = reader;
  }

  /**
   * The text of the file; blocks until it is read. Reading stops when the client hangs up.
   *
   * @param pointer of the file in the request, for a refusal
   */
  public ReadOutcome.Text read(HttpRequest<?> request, DocumentFile file, String pointer) {
    ReadOutcome reading;
    try {
      reading = WhileConnected.call(request, () -> reader.read(file));
    } catch (InterruptedException e) {
      // Its client is gone: this is heard by nobody.
      throw Problem.of(ProblemCode.MALFORMED_REQUEST, "the client hung up").refusal();
    } catch (UncheckedIOException e) {
      throw Problem.at(ProblemCode.MALFORMED_REQUEST, pointer, "the file broke off").refusal();
    }
    return switch (reading) {
      case ReadOutcome.Text text -> text;
      case ReadOutcome.Refused(var _, String reason) ->
          throw Problem.at(ProblemCode.UNREADABLE_DOCUMENT, pointer, reason).refusal();
      case ReadOutcome.NoRoom _ ->
          throw Problem.later(
                  ProblemCode.DISK_FULL,
                  "there is no room on the disk for reading files; nothing was taken, make room and"
                      + " try again",
                  ROOM_RETRY_SECONDS)
              .refusal();
      case ReadOutcome.Busy(var retryAfter) ->
          throw Problem.later(
                  ProblemCode.READERS_BUSY,
                  "all readers of files are at work; nothing was taken, try again",
                  (int) retryAfter.toSeconds())
              .refusal();
    };
  }
}
