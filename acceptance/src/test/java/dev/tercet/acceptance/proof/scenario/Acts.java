package dev.tercet.acceptance.proof.scenario;

import dev.tercet.acceptance.proof.world.Elsewhere.Before;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What scenarios are made of. */
public final class Acts {
  /** Two passages. */
  public static final String A =
      "Ada met Grace in Paris on the second of May.\n\nBoth of them wrote letters to Alan.";

  /** Shares its first passage with {@link #A}. */
  public static final String B =
      "Ada met Grace in Paris on the second of May.\n\nNobody ever answered one of their letters.";

  public static final String C = "Carl lives in Rome.";

  private Acts() {}

  static Step post(String source, String text) {
    return run -> run.post(source, text);
  }

  static Step retry(String source) {
    return run -> run.retry(source);
  }

  public static Step later(int minutes) {
    return run -> run.later(Duration.ofMinutes(minutes));
  }

  static List<Step> done(String source, String text) {
    return List.of(post(source, text), Run::work);
  }

  static List<Step> deletion(String source) {
    return List.of(run -> run.delete(source), Run::tend, later(3), Run::tend, Run::sweep);
  }

  /** Somebody else does it while the model is asked; unheard, it is done again later. */
  static Step meanwhileAsked(Step event) {
    return run -> run.world.model.meanwhile(() -> run.meanwhile(event));
  }

  static Step meanwhileEmbedded(Step event) {
    return run -> run.world.vectors.meanwhile(() -> run.meanwhile(event));
  }

  static Step meanwhileComplete(Step event) {
    return run -> run.world.elsewhere.before(Before.COMPLETING, () -> run.meanwhile(event));
  }

  static List<Step> plus(List<Step> first, List<Step> second) {
    List<Step> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
