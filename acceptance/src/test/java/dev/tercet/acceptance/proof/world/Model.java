package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The provider of a model, outside every process, with its own books. It names the first word of
 * each passage; a passage with the word {@code riddle} it gets wrong the first time, one with
 * {@code enigma} always, one with {@code refused} it declines the first time, and one with {@code
 * forbidden} always. About two sentences with the word {@code endless} it comes to no end.
 */
public final class Model implements Extractor {
  private final List<String> asked = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private boolean free;
  private @Nullable Runnable meanwhile;
  private @Nullable Runnable poison;

  /** What a passage with the word {@code poison} does to whoever asks about it. */
  public void poison(Runnable effect) {
    poison = effect;
  }

  /** From now on its answers cost nothing and are always the same. */
  public void free() {
    free = true;
  }

  /** What happens elsewhere while the next question is answered. */
  public void meanwhile(Runnable event) {
    meanwhile = event;
  }

  /** Every passage that was asked about and cost something, as often as it was. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Whether the first answer about the passage is of no use; a second is all that it gets. */
  public static boolean failsAtFirst(String passage) {
    return passage.contains("riddle") || passage.contains("enigma") || passage.contains("refused");
  }

  @Override
  public String provider() {
    return "scripted";
  }

  @Override
  public String model() {
    return "scripted-1";
  }

  @Override
  public String promptVersion() {
    return "1";
  }

  @Override
  public boolean isLocal() {
    return free;
  }

  @Override
  public boolean isRepeatable() {
    return free;
  }

  @Override
  public Reply ask(Request request) {
    String passage = request.passage();
    if (!free) {
      asked.add(passage);
    }
    boolean first = known.add(passage);
    Runnable event = meanwhile;
    meanwhile = null;
    if (event != null) {
      event.run();
    }
    if (poison != null && passage.contains("poison")) {
      poison.run();
    }
    if (passage.contains("forbidden") || (first && passage.contains("refused"))) {
      return new Reply.Refused(
          new Failure("content-refused", FailureClass.PERMANENT, "declined", Stage.ACCEPTED),
          Usage.NONE);
    }
    if (isEndless(passage)) {
      return new Reply.Cut("{", new Usage(1, 10, 5));
    }
    boolean wrong = (first && passage.contains("riddle")) || passage.contains("enigma");
    return content(wrong ? "nowhere to be found" : firstWord(passage));
  }

  private static boolean isEndless(String passage) {
    return passage.contains("endless") && sentences(passage).size() > 1;
  }

  private static List<String> sentences(String passage) {
    return Arrays.asList(passage.strip().split("(?<=\\.)\\s+"));
  }

  /** The quotes of a valid answer about the passage; of one without end those of its halves. */
  public static List<String> quotes(String passage) {
    return isEndless(passage)
        ? sentences(passage).stream().map(Model::firstWord).toList()
        : List.of(firstWord(passage));
  }

  private static String firstWord(String passage) {
    return passage.strip().split("\\s+", 2)[0];
  }

  private static Reply content(String quote) {
    return new Reply.Content(
        """
        {"facts":[{"quote":"%1$s","data":{"type":"name","value":"%1$s"}}]}
        """
            .formatted(quote),
        new Usage(1, 10, 5));
  }
}
