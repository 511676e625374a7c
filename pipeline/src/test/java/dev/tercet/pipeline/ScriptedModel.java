package dev.tercet.pipeline;

import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A model that answers as a test says, by default with the first word of every passage. */
public final class ScriptedModel implements Extractor {
  private final ConcurrentLinkedQueue<Request> asked = new ConcurrentLinkedQueue<>();
  private volatile boolean free;
  private volatile Function<Request, Reply> script = ScriptedModel::firstWord;

  /** From now on it answers like this. */
  public void answers(Function<Request, Reply> newScript) {
    script = newScript;
  }

  /** From now on it answers with the first word of every passage again. */
  public void answersWell() {
    script = ScriptedModel::firstWord;
  }

  /** What it was asked, in order. */
  public List<Request> asked() {
    return List.copyOf(asked);
  }

  /** One fact by the default schema: the first word as a name. */
  public static Reply firstWord(Request request) {
    String word = request.passage().strip().split("\\s+", 2)[0];
    return content(
        """
        {"facts":[{"quote":"%1$s","data":{"type":"name","value":"%1$s"}}]}
        """
            .formatted(word));
  }

  /** An answer with that content. */
  public static Reply content(String content) {
    return new Reply.Content(content, new Usage(1, 10, 5));
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

  /** From now on its answers cost nothing and are always the same. */
  public void isFree() {
    free = true;
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
    asked.add(request);
    return script.apply(request);
  }
}
