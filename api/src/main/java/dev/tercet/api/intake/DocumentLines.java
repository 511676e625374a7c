package dev.tercet.api.intake;

import dev.tercet.api.intake.LineReader.Line;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import dev.tercet.saga.Document;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads documents that come as lines, one after the other, for whoever takes none of them. */
public final class DocumentLines {
  private final LineReader lines;

  public DocumentLines(InputStream in, InFlight inFlight) {
    lines = new LineReader(in, Body.DOCUMENT_LIMIT, inFlight);
  }

  /**
   * Reads them all; what cannot be read is passed over.
   *
   * @param use whether the document could be taken; its memory is free again afterwards
   * @return how many lines could not be
   */
  public int each(Predicate<Document> use) throws IOException {
    int refused = 0;
    int read = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      read++;
      if (read > LineStream.MOST_LINES) {
        throw tooMany(line);
      }
      if (!(line instanceof Line.Content content) || !isUsed(content, use)) {
        refused++;
      }
    }
    return refused;
  }

  private RuntimeException tooMany(Line line) {
    if (line instanceof Line.Content content) {
      lines.drop(content);
    }
    return Problem.of(
            ProblemCode.TOO_MANY_LINES, "a request has at most " + LineStream.MOST_LINES + " lines")
        .refusal();
  }

  private static boolean isUsed(Line.Content line, Predicate<Document> use) {
    try (Body body = line.body()) {
      return document(body).filter(use).isPresent();
    }
  }

  /** Whoever posts what is none is told why. */
  private static Optional<Document> document(Body body) {
    try {
      return Optional.of(DocumentBody.read(body.bytes(), body.length(), null));
    } catch (RefusedRequest e) {
      return Optional.empty();
    }
  }
}
